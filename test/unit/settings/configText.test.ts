import { describe, expect, it } from 'vitest';
import { configSchema, namedSettings } from '../../../src/protocol/settings/serverSettings.ts';
import type { Setting } from '../../../src/protocol/settings/setting.ts';
import { newConfigText, withoutSetting, withSetting } from '../../../src/settings/configText.ts';
import { findSettings } from '../../../src/settings/findSettings.ts';
import { readConfigText } from '../../../src/settings/readConfigText.ts';

const one = (name: string) => {
  const [found] = findSettings(name);
  if (!found) throw new Error(name);
  return found;
};
/** A value that is not the default, where there is one that is easily found. */
const other = ({ initial: value, schema }: Setting): unknown => {
  if (typeof value === 'boolean') return !value;
  if (typeof value !== 'number') return value;
  return [value + 1, value - 1, 1].find((each) => schema.safeParse(each).success);
};

describe('a new config.jsonc', () => {
  const text = newConfigText();

  it('sets nothing, and has every setting as a comment with what it does and its default', () => {
    expect(readConfigText(text)).toEqual({ config: configSchema.parse({}), warnings: [] });
    for (const { path, initial, summary } of namedSettings)
      expect(text).toContain(
        `// ${summary}\n${' '.repeat(2 * path.length)}// "${path.at(-1)}": ${JSON.stringify(initial)},`,
      );
    expect(text).toContain('"$schema": "./config.schema.json"');
  });

  it.each(namedSettings.map((each) => [each.name, each] as const))(
    'has %s in the place of its comment when it is set, and the comment again when it is put back',
    (_name, setting) => {
      const value = other(setting);
      const changed = withSetting(text, setting, value);
      expect(readConfigText(changed).warnings).toEqual([]);
      expect(changed.split('\n')).toHaveLength(text.split('\n').length);
      expect(changed).toContain(`\n${' '.repeat(2 * setting.path.length)}"${setting.path.at(-1)}": `);
      expect(withoutSetting(changed, setting)).toBe(text);
    },
  );
});

describe('a config.jsonc of a person', () => {
  it.each<[string, string, string, unknown, string]>([
    ['an empty object', '{}', 'toolset', 'full', '{\n  "toolset": "full"\n}'],
    ['a comma at its end', '{\n  "boot": { "facts": false, },\n}', 'boot.maxHotItems', 3, '"facts": false,'],
    [
      'comments of the same words elsewhere',
      '{\n  // "toolset": see below\n  "logs": {\n    // "keep": 3,\n  },\n  // "keep": 4,\n}\n',
      'backups.keep',
      9,
      '// "keep": 3,',
    ],
    [
      'line ends of Windows',
      '{\r\n  // "toolset": "core",\r\n}\r\n',
      'toolset',
      'full',
      '"toolset": "full",\r\n',
    ],
    [
      'a value over several lines',
      '{\n  "embedder": {\n    "provider": "built-in"\n  }\n}',
      'embedder',
      { provider: 'local' },
      '"local"',
    ],
  ])('%s: is changed and stays sound', (_what, text, name, value, kept) => {
    const setting = one(name);
    const changed = withSetting(text, setting, value);
    expect(readConfigText(changed).warnings).toEqual([]);
    expect(readConfigText(changed).config).not.toEqual(readConfigText(text).config);
    expect(changed).toContain(kept);
    expect(readConfigText(withoutSetting(changed, setting)).config).toEqual(
      configSchema.parse(text.includes('facts') ? { boot: { facts: false } } : {}),
    );
  });

  it('is not touched by a value that it has', () => {
    const text = '{ "embedder":   {"provider":"local"} }';
    expect(withSetting(text, one('embedder'), { provider: 'local' })).toBe(text);
    expect(withoutSetting(text, one('toolset'))).toBe(text);
  });
});

describe('what is wrong in a config.jsonc', () => {
  it.each<[string, string, string]>([
    [
      'a value',
      '{\n  "boot": {\n    "maxTokens": 7 } }',
      'Line 3: "boot.maxTokens" takes a whole number from 100 to 20000; its default is used.',
    ],
    [
      'a word',
      '{\n\n  "toolset": "all" }',
      'Line 3: "toolset" takes one of "core", "full"; its default is used.',
    ],
    [
      'a name',
      '{ "candidatExpiryDays": 3 }',
      'Line 1: there is no setting "candidatExpiryDays". Did you mean "candidateExpiryDays"?',
    ],
    [
      'a name without its group',
      '{\n  "maxTokens": 3 }',
      'Line 2: there is no setting "maxTokens". Did you mean "boot.maxTokens"?',
    ],
    [
      'a name that is set twice',
      '{ "toolset": "core",\n "toolset": "full" }',
      'Line 2: "toolset" is set a second time; the first time counts.',
    ],
    [
      'a part of a value',
      '{\n "embedder": { "provider": "cloud" } }',
      'Line 2: "embedder" takes an object in braces; its default is used. (provider: ',
    ],
    [
      'a comma',
      '{\n  "toolset": "core"\n  "historyDays": 3\n}',
      'Line 3: a comma is missing; the rest of the file may be unread.',
    ],
    ['an end', '{\n "toolset": ', 'Line 2: a value is missing; the rest'],
    [
      'quotes',
      '{\n toolset: "core" }',
      'Line 2: a word stands here that is no value, or has no quotes; the rest',
    ],
    ['a quote', '{\n "toolset": "core', 'Line 2: a quote is missing; the rest'],
    [
      'an address in a value',
      '{\n "forges": { "git.example.com": { "kind": "gitlab", "api": "no address" } } }',
      'Line 2: "forges" takes an object in braces; its default is used. (git.example.com.api: Write an address like',
    ],
    [
      'a word in a value',
      '{\n "forges": { "git.example.com": { "kind": "svn" } } }',
      '(git.example.com.kind: expected one of "gitlab", "github")',
    ],
    ['a list', '[]', 'The file must hold one object in braces.'],
  ])('%s is told with its line', (_what, text, message) => {
    const { warnings } = readConfigText(text);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(message);
  });

  it('is told in the order of its lines, and $schema is no setting', () => {
    const { warnings } = readConfigText('{\n "$schema": "x",\n "a": 1,\n "toolset": 2,\n "b": 3 }');
    expect(warnings.map((each) => each.slice(0, 7))).toEqual(['Line 3:', 'Line 4:', 'Line 5:']);
  });
});

describe('a setting that keeps something closed', () => {
  it.each([
    ['{ "projects": { "default": "Off!" } }', { projects: { default: 'off' } }],
    ['{ "projects": "off" }', { projects: { default: 'off' } }],
    ['{ "network": { "offline": "yes" } }', { network: { offline: true } }],
    ['{ "network": true }', { network: { offline: true } }],
    // What is understood is as it says.
    [
      '{ "projects": { "default": "on" }, "network": { "offline": false } }',
      { projects: { default: 'on' }, network: { offline: false } },
    ],
  ])('is closed when nobody knows what was meant: %s', (text, wanted) => {
    const { config, warnings } = readConfigText(text);
    expect(config).toMatchObject(wanted);
    expect(warnings.length).toBe(text.includes('"on"') ? 0 : 1);
  });
});

describe('what cannot be read in a text that is broken', () => {
  const closed = { projects: { default: 'off' }, network: { offline: true } };
  const open = { projects: { default: 'on' }, network: { offline: false } };
  const broken = [
    ['cut off', '{ "historyDays": 9, "projects": { "defa'],
    ['a comment without its end', '{ "historyDays": 9, /* "projects": { "default": "off" } }'],
    ['a quote without its twin', '{ "historyDays": 9, "logs: { "keep": 3 } }'],
    ['no settings', 'historyDays = 9'],
    ['a list', '["off"]'],
  ] as const;

  it.each(broken)('is as it was last: %s', (_what, text) => {
    const last = { ...closed, candidateExpiryDays: 365, toolset: 'full' };
    expect(readConfigText(text, last).config).toMatchObject(last);
    expect(readConfigText(text, { candidateExpiryDays: 365 }).config).toMatchObject(open);
    const { warnings } = readConfigText(text, last);
    expect(warnings.join(' ')).toContain('What is not read counts as before.');
  });

  it.each(broken)('is closed where nobody knows how it was: %s', (_what, text) => {
    const { config, warnings } = readConfigText(text);
    expect(config).toMatchObject({
      ...closed,
      candidateExpiryDays: configSchema.parse({}).candidateExpiryDays,
    });
    expect(warnings.join(' ')).toContain('what can keep something closed does');
  });

  it('is what stands there where it can be read, and a value that no version knows keeps closed', () => {
    const text = '{ "projects": { "default": "on" }, "historyDays": 9 "toolset": "full" }';
    expect(readConfigText(text, closed).config).toMatchObject({ ...closed, projects: { default: 'on' } });
    const later = { projects: { default: 'sometimes' }, historyDays: 'ever' };
    expect(readConfigText('{', later).config).toMatchObject({
      projects: { default: 'off' },
      historyDays: null,
    });
    // Twin: a sound text knows nothing of what was before.
    expect(readConfigText('{}', closed).config).toMatchObject(open);
  });
});

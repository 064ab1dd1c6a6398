import { describe, expect, it } from 'vitest';
import { namedSettings } from '../../../src/protocol/settings/serverSettings.ts';
import { configJsonSchema } from '../../../src/settings/configJsonSchema.ts';
import { typedChanges } from '../../../src/settings/typedChanges.ts';
import { valuesOf } from '../../../src/settings/valuesOf.ts';

describe('a value that is typed', () => {
  it.each<[string, string, object]>([
    ['boot.maxTokens', '2000', { boot: { maxTokens: 2000 } }],
    ['proactive.minRelevance', '0.5', { proactive: { minRelevance: 0.5 } }],
    ['boot.facts', 'false', { boot: { facts: false } }],
    ['network.offline', 'on', { network: { offline: true } }],
    ['captureCommits', 'No', { captureCommits: false }],
    ['historyDays', 'null', { historyDays: null }],
    ['identity.user', 'null', { identity: { user: null } }],
    ['identity.user', '42', { identity: { user: '42' } }],
    ['identity.user', 'Ada Lovelace', { identity: { user: 'Ada Lovelace' } }],
    ['identity.instance', '"git.example.com"', { identity: { instance: 'git.example.com' } }],
    ['projects.default', 'on', { projects: { default: 'on' } }],
    ['embedder', '{"provider":"local"}', { embedder: { provider: 'local' } }],
    ['boot', '{"facts":false,"maxHotItems":9}', { boot: { facts: false, maxHotItems: 9 } }],
  ])('%s %s is taken as it is meant', (name, typed, changes) => {
    expect(typedChanges(name, typed)).toEqual(changes);
  });

  it.each<[string, string, string]>([
    ['boot.maxTokens', '7', '"boot.maxTokens" takes a whole number from 100 to 20000, not "7".'],
    ['toolset', 'all', '"toolset" takes one of "core", "full", not "all".'],
    ['boot.facts', 'maybe', '"boot.facts" takes true or false, not "maybe".'],
    ['historyDays', 'never', '"historyDays" takes a whole number from 1 to 36500, or null, not "never".'],
    ['boot', 'on', '"boot" is a group of settings.'],
    ['boot', '{"hue":1}', 'There is no setting "boot.hue".'],
    ['boot.max-tokens', '1', 'There is no setting "boot.max-tokens". Did you mean "boot.maxTokens"?'],
    [
      'nothing.like',
      '1',
      'There is no setting "nothing.like". "memory-bridge config list" shows those there are.',
    ],
    ['forges', '{"x":1}', '"forges.x": expected object, received number.'],
    ['forges', '{"x":{"kind":"svn"}}', '"forges.x.kind": expected one of "gitlab", "github".'],
    ['forges', '{"x":{"kind":"gitlab","web":"none"}}', '"forges.x.web": Write an address like https://'],
    ['forges', 'x', '"forges" takes an object in braces, not "x".'],
    ['embedder', '{"provider":"cloud"}', '"embedder.provider": expected one of "built-in", '],
    ['maxTokens', '1', 'Did you mean "boot.maxTokens"?'],
    ['BOOT.FACTS', 'true', 'Did you mean "boot.facts"?'],
  ])('%s %s is refused with what would do', (name, typed, message) => {
    expect(() => typedChanges(name, typed)).toThrow(message);
  });
});

describe('what editors know of settings', () => {
  const schema = configJsonSchema();

  it('is all of them, each with its default and what it does', () => {
    for (const { path, initial, summary } of namedSettings) {
      const found = path.reduce((at, name) => at?.properties?.[name], schema as typeof schema | undefined);
      expect(found).toMatchObject({ default: initial, description: summary });
    }
    expect(schema).toMatchObject({ allowTrailingCommas: true, additionalProperties: false });
    expect(schema.properties?.['$schema']).toEqual({ type: 'string' });
  });

  it.each(namedSettings.map((each) => [each.name, each] as const))(
    'says in words what %s takes',
    (_name, each) => {
      expect(valuesOf(each)).toMatch(/^(?:an? [a-z]|one of |true or false)/);
    },
  );
});

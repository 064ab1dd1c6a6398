import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import {
  applyFileChange,
  applyOpenCodeSetup,
  undoOpenCodeSetup,
} from '../../../src/setup/openCode/applyOpenCodeSetup.ts';
import { planOpenCodeSetup } from '../../../src/setup/openCode/planOpenCodeSetup.ts';
import { planSwitchOff, switchedOff } from '../../../src/setup/peers/planSwitchOff.ts';

describe('switching entries of other memories off', () => {
  it.each([
    ['one plugin of several', '{"plugin": ["a", "@opencode-manager/memory", "b"]}', '{"plugin": ["a", "b"]}'],
    ['the last', '{"plugin": ["a", "opencode-mem0-selfhost@0.1.7"]}', '{"plugin": ["a"]}'],
    ['the only one', '{"plugin": ["opencode-mem0-selfhost"]}', '{"plugin": []}'],
    [
      'two of one list',
      '{"plugin": ["opencode-mem0-selfhost", "@opencode-manager/memory"]}',
      '{"plugin": []}',
    ],
    ['one with options', '{"plugin": [["@opencode-manager/memory", {"a": 1}], "b"]}', '{"plugin": ["b"]}'],
    [
      'one of later versions',
      '{"plugins": [{"package": "@opencode-manager/memory"}, "b"]}',
      '{"plugins": ["b"]}',
    ],
    [
      'one on a line of its own, with a remark',
      '{\n  "plugin": [\n    "a", // mine\n    "@opencode-manager/memory", // theirs\n    "b" // mine, too\n  ]\n}\n',
      '{\n  "plugin": [\n    "a", // mine\n    "b" // mine, too\n  ]\n}\n',
    ],
    [
      'a server',
      '{\n  "mcp": {\n    "old": {\n      "type": "remote",\n      "url": "http://localhost:9824/mcp"\n    }\n  }\n}\n',
      '{\n  "mcp": {\n    "old": {\n      "type": "remote",\n      "url": "http://localhost:9824/mcp",\n      "enabled": false\n    }\n  }\n}\n',
    ],
    [
      'a server that says that it is on',
      '{"mcp": {"old": {"enabled": true, "command": ["uvx", "basic-memory", "mcp"]}}}',
      '{"mcp": {"old": {"enabled": false, "command": ["uvx", "basic-memory", "mcp"]}}}',
    ],
    [
      'a server of later versions',
      '{"mcp": {"servers": {"old": {"disabled": false, "command": ["uvx", "basic-memory"]}}}}',
      '{"mcp": {"servers": {"old": {"disabled": true, "command": ["uvx", "basic-memory"]}}}}',
    ],
    ['nothing of others', '{"plugin": ["a"], "mcp": {"x": {"url": "http://localhost:9824x"}}}', undefined],
    ['a mark at the beginning', '\uFEFF{"plugin": ["opencode-mem0-selfhost"]}', '\uFEFF{"plugin": []}'],
  ])('%s', (_name, before, after) => {
    expect(switchedOff(before, 'opencode.json')).toBe(after ?? before);
    expect(switchedOff(after ?? before, 'opencode.json')).toBe(after ?? before);
  });
});

let temp: TempDirectory;
let environment: NodeJS.ProcessEnv;
let home: string;
beforeEach(async () => {
  temp = await tempDirectory('switch-off');
  home = await temp.makeDirectory('data');
  await temp.makeDirectory('work');
  environment = { HOME: temp.join('user') };
});
afterEach(() => temp.dispose());

const plan = (now: number) => planSwitchOff({ home, folder: temp.join('work'), environment, now });

describe('what was switched off', () => {
  const config = '{\n  // of mine\n  "plugin": ["@opencode-manager/memory", "other"]\n}\n';
  const tui = '{ "plugin": ["@opencode-manager/memory"] }\n';

  it('is shown before, kept in a backup, and comes back byte for byte', async () => {
    const file = await temp.write('user/.config/opencode/opencode.json', config);
    const other = await temp.write('user/.config/opencode/tui.json', tui);
    const plans = await plan(1);
    expect(plans.map(({ path }) => path)).toEqual([file, other]);
    expect(plans[0]?.diff).toContain('-  "plugin": ["@opencode-manager/memory", "other"]');
    expect(readFileSync(file, 'utf8')).toBe(config);
    for (const each of plans) await applyFileChange(each);
    expect(readFileSync(file, 'utf8')).toContain('"plugin": ["other"]');
    expect(readFileSync(plans[0]?.backupPath ?? '', 'utf8')).toBe(config);
    expect(await plan(2)).toEqual([]);
    for (const { path } of plans) await undoOpenCodeSetup({ home, path });
    expect([file, other].map((each) => readFileSync(each, 'utf8'))).toEqual([config, tui]);
  });

  it('is not written where the file has changed since it was shown, nor taken back where it was edited', async () => {
    const file = await temp.write('user/.config/opencode/opencode.json', config);
    const [first] = await plan(1);
    await temp.write('user/.config/opencode/opencode.json', `${config}\n`);
    if (!first) throw new Error('no plan');
    await expect(applyFileChange(first)).rejects.toMatchObject({ code: 'conflict' });
    for (const each of await plan(2)) await applyFileChange(each);
    await temp.write('user/.config/opencode/opencode.json', '{}');
    await expect(undoOpenCodeSetup({ home, path: file })).rejects.toMatchObject({ code: 'conflict' });
    expect(readFileSync(file, 'utf8')).toBe('{}');
  });

  it('stays off when our own entry is removed again', async () => {
    const file = await temp.write('user/.config/opencode/opencode.json', config);
    const options = { scope: 'global', form: 'local', home, folder: temp.join('work'), environment } as const;
    await applyOpenCodeSetup(await planOpenCodeSetup({ ...options, now: 1 }));
    for (const each of await plan(2)) await applyFileChange(each);
    await applyOpenCodeSetup(await planOpenCodeSetup({ ...options, remove: true, now: 3 }));
    expect(readFileSync(file, 'utf8')).toBe(config.replace('"@opencode-manager/memory", ', ''));
  });
});

import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { MemoryBridgeError } from '../../../src/core/errors.ts';
import { applyOpenCodeSetup, undoOpenCodeSetup } from '../../../src/setup/openCode/applyOpenCodeSetup.ts';
import { assertWritable } from '../../../src/setup/openCode/configAccess.ts';
import { planOpenCodeSetup } from '../../../src/setup/openCode/planOpenCodeSetup.ts';

let temp: TempDirectory;
let home: string;
let config: string;
let now = Date.UTC(2026, 0, 1);

beforeEach(async () => {
  temp = await tempDirectory('setup-links');
  home = await temp.makeDirectory('home');
  await temp.makeDirectory('dotfiles');
  config = path.join(await temp.makeDirectory('person/.config/opencode'), 'opencode.json');
});
afterEach(() => temp.dispose());

const environment = () => ({ HOME: temp.join('person') });
const plan = (remove = false) =>
  planOpenCodeSetup({
    scope: 'global',
    form: 'local',
    home,
    remove,
    environment: environment(),
    platform: 'linux',
    now: (now += 1000),
  });

it.each<readonly [string, (link: string) => string]>([
  ['one link', (link) => (symlinkSync('../../../dotfiles/mine.json', link), temp.join('dotfiles/mine.json'))],
  ['a whole path', (link) => (symlinkSync(temp.join('mine.json'), link), temp.join('mine.json'))],
  [
    'two links',
    (link) => {
      symlinkSync(temp.join('dotfiles/next'), link);
      symlinkSync('mine.json', temp.join('dotfiles/next'));
      return temp.join('dotfiles/mine.json');
    },
  ],
])('a file at the end of %s is made, taken back and removed there', async (_what, arrange) => {
  const target = arrange(config);
  const to = readlinkSync(config);
  for (const takeBack of [
    () => undoOpenCodeSetup({ home, path: config }),
    async () => applyOpenCodeSetup(await plan(true)),
  ]) {
    await applyOpenCodeSetup(await plan());
    expect(readlinkSync(config)).toBe(to);
    expect([lstatSync(target).isFile(), readFileSync(target, 'utf8').includes('"memory"')]).toEqual([
      true,
      true,
    ]);
    await takeBack();
    expect([readlinkSync(config), existsSync(target), readdirSync(path.dirname(config))]).toEqual([
      to,
      false,
      ['opencode.json'],
    ]);
  }
});

it.each<readonly [string, (link: string) => void, RegExp]>([
  [
    'in a circle',
    (link) => symlinkSync('opencode.json', link),
    /leads in a circle.*try again: .*opencode\.json$/,
  ],
  ['into a missing folder', (link) => symlinkSync('gone/a.json', link), /not there.*try again: .*\/gone$/],
  ['below a file', (link) => symlinkSync('../below/a.json', link), /not there.*try again: .*\/below$/],
])('a link that leads %s is refused before anything is written', async (_what, arrange, sentence) => {
  writeFileSync(temp.join('person/.config/below'), 'kept');
  arrange(config);
  const to = readlinkSync(config);
  const refused = async (work: () => Promise<unknown>) => {
    const error = await work().catch((reason: unknown) => reason);
    expect(MemoryBridgeError.is(error, 'unavailable') && error.message).toMatch(sentence);
  };
  await refused(async () => applyOpenCodeSetup(await plan()));
  await refused(() => assertWritable(config));
  expect([readlinkSync(config), readdirSync(home), readdirSync(path.dirname(config))]).toEqual([
    to,
    [],
    ['opencode.json'],
  ]);
});

it('what a link leads to is taken back once it is there again', async () => {
  mkdirSync(temp.join('stick'));
  symlinkSync(temp.join('stick/mine.json'), config);
  await applyOpenCodeSetup(await plan());
  renameSync(temp.join('stick'), temp.join('drawer'));
  await expect(undoOpenCodeSetup({ home, path: config })).rejects.toMatchObject({ code: 'conflict' });
  expect(readdirSync(temp.join('drawer'))).toEqual(['mine.json']);
  renameSync(temp.join('drawer'), temp.join('stick'));
  await undoOpenCodeSetup({ home, path: config });
  expect([lstatSync(config).isSymbolicLink(), readdirSync(temp.join('stick'))]).toEqual([true, []]);
});

it.each<readonly [string, Buffer]>([
  ['in Latin-1', Buffer.from('{ // gr\u00f6\u00dfer\n}', 'latin1')],
  ['in UTF-16', Buffer.from('\ufeff{ "model": "gr\u00f6\u00dfer" }', 'utf16le')],
  ['that is cut in the middle of a letter', Buffer.from('{} // \u00e9').subarray(0, -1)],
])('a file %s is left alone, for it could not be given back', async (_what, bytes) => {
  writeFileSync(config, bytes);
  await expect(plan()).rejects.toThrow(/^It is not written in UTF-8.*try again: \//);
  expect(readFileSync(config)).toEqual(bytes);
  // A letter that stands for what could not be read may be there as itself.
  writeFileSync(config, '{ "model": "\ufffd" }');
  await applyOpenCodeSetup(await plan());
  await undoOpenCodeSetup({ home, path: config });
  expect(readFileSync(config, 'utf8')).toBe('{ "model": "\ufffd" }');
});

it.each<readonly [string, (file: string) => unknown]>([
  ['a pipe', (file) => execFileSync('mkfifo', [file])],
  [
    'a link to a pipe',
    (file) => (execFileSync('mkfifo', [temp.join('pipe')]), symlinkSync(temp.join('pipe'), file)),
  ],
])('%s in the place of the configuration is named and left alone', async (_what, arrange) => {
  arrange(config);
  const { ino } = lstatSync(config);
  await expect((async () => applyOpenCodeSetup(await plan()))()).rejects.toThrow(
    /^A pipe or a device has the name of the file.*try again: \//,
  );
  expect([lstatSync(config).ino, readdirSync(home)]).toEqual([ino, []]);
  // In the place of one that is only looked at, it is passed over.
  rmSync(config);
  rmSync(temp.join('pipe'), { force: true });
  writeFileSync(config, '{}');
  arrange(path.join(path.dirname(config), 'config.json'));
  await applyOpenCodeSetup(await plan());
  expect(readFileSync(config, 'utf8')).toContain('"memory"');
});

it.each<readonly [string, (file: string) => unknown]>([
  ['a pipe', (file) => execFileSync('mkfifo', [file])],
  ['a folder', (file) => mkdirSync(file)],
  ['an empty file', (file) => writeFileSync(file, '')],
  ['a record that was cut short', (file) => writeFileSync(file, '{ "path": ')],
  ['null', (file) => writeFileSync(file, 'null')],
])('%s among the records is passed over, and the others are taken back', async (_what, arrange) => {
  await applyOpenCodeSetup(await plan());
  const folder = path.join(home, 'backups', 'opencode');
  const [record = ''] = readdirSync(folder);
  for (const other of [`10000101T000000000Z${record.slice(19)}`, `99990101T000000000Z${record.slice(19)}`])
    arrange(path.join(folder, other));
  await undoOpenCodeSetup({ home, path: config });
  expect(existsSync(config)).toBe(false);
});

import { readdir, readFile, utimes } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { buildNodeProgram } from '../../../dev/bundles/nodeProgram.ts';
import { runProcess } from '../../../dev/processes/processes.ts';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import { fullLogName, fullLogsOf } from '../../../src/home/logFiles.ts';
import { RotatingFile } from '../../../src/server/rotatingFile.ts';
import { openServerLog } from '../../../src/server/serverLog.ts';
import { Chance } from '../../../dev/texts/secretSamples.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';

it('the log quotes what failed without the secrets in it', async () => {
  await using temp = await tempDirectory('server-log');
  const directory = new DataDirectory(temp.join('home')).prepare();
  const log = openServerLog(directory);
  const token = new Chance(11).fill('ghp_{A36}');
  log.error(`An operation failed: no such column "${token}"`, {
    error: `Error: fetch of https://bob:Quartz7017@example.org/a failed\n    at x (a.ts:1:2)`,
    pid: 12,
  });
  log.warn('Git could not read the folder.', { reason: `token=${token}` });
  const text = await readFile(`${directory.logs}/server.log`, 'utf8');
  expect(text).not.toContain(token);
  expect(text).not.toContain('Quartz7017');
  expect(text).toContain('no such column');
  expect(text).toContain('@example.org/a failed');
  expect(
    text
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { level: number }).level),
  ).toEqual([50, 40]);
});

it('the level is that of the settings, and the environment goes before it', async () => {
  await using temp = await tempDirectory('server-log');
  const directory = new DataDirectory(temp.join('home')).prepare();
  await temp.write('home/config.jsonc', '{ "logs": { "level": "warn" } }');
  const write = () => {
    const log = openServerLog(directory);
    log.debug('a detail');
    log.info('a fact');
    log.warn('a trouble');
  };
  write();
  vi.stubEnv('MEMORY_BRIDGE_LOG', 'debug');
  write();
  // What is no level is no wish.
  vi.stubEnv('MEMORY_BRIDGE_LOG', 'loud');
  write();
  vi.unstubAllEnvs();
  await temp.write('home/config.jsonc', '{ "logs": { "level": 7 }');
  write();
  const text = await readFile(`${directory.logs}/server.log`, 'utf8');
  const said = text
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { msg: string }).msg);
  expect(said).toEqual(['a trouble', 'a detail', 'a fact', 'a trouble', 'a trouble', 'a fact', 'a trouble']);
});

describe('a log that several processes write', () => {
  const lineBytes = 100;
  const lineOf = (who: string, count: number): string => `${who} ${count} `.padEnd(lineBytes - 1, '.') + '\n';
  /** Every line of every file, and the sizes of the files that were put aside. */
  const readAll = async (folder: string) => {
    const names = (await readdir(folder)).sort();
    const texts = await Promise.all(names.map((name) => readFile(`${folder}/${name}`, 'utf8')));
    const full = names.flatMap((name, at) => (name === 'server.log' ? [] : [texts[at]?.length ?? 0]));
    return { names, full, lines: texts.join('').split('\n').slice(0, -1) };
  };
  /** Four processes, each with its own lines, all of them waiting for the same moment. */
  const runWriters = async (folder: string, contents: string, temp: TempDirectory) => {
    const program = await buildNodeProgram(temp.join('writer.js'), { contents });
    const begin = Date.now() + 300;
    const results = await Promise.all(
      ['a', 'b', 'c', 'd'].map((who) =>
        runProcess(process.execPath, [program, `${folder}/server.log`, who, String(begin)]),
      ),
    );
    expect(results.map(({ code, stderr }) => [code, stderr])).toEqual(results.map(() => [0, '']));
  };
  const writer = (write: string) => `
    ${write}
    const [file = '', who = '', begin = ''] = process.argv.slice(2);
    while (Date.now() < Number(begin));
    const write = makeWriter(file);
    for (let count = 0; count < 400; count += 1) write((who + ' ' + count + ' ').padEnd(99, '.') + '\\n');`;
  const expected = ['a', 'b', 'c', 'd'].flatMap((who) =>
    Array.from({ length: 400 }, (_, count) => lineOf(who, count).trimEnd()),
  );

  it('keeps every line once, and puts nothing aside that is not full', async () => {
    await using temp = await tempDirectory('log-writers');
    const folder = await temp.makeDirectory('logs');
    await runWriters(
      folder,
      writer(`import { RotatingFile } from '@src/server/rotatingFile.ts';
        const makeWriter = (file: string) => {
          const log = new RotatingFile(file, () => ({ maxBytes: 3_000, keep: 1_000 }));
          return (line: string) => log.write(line);
        };`),
      temp,
    );
    const { names, full, lines } = await readAll(folder);
    expect(lines.sort()).toEqual(expected.sort());
    expect(full.length).toBeGreaterThan(5);
    expect(full.filter((bytes) => bytes <= 3_000)).toEqual([]);
    expect(names.filter((name) => name.endsWith('.turn'))).toEqual([]);
  });

  it('lost lines when each put the file aside under one name without asking', async () => {
    await using temp = await tempDirectory('log-writers');
    const folder = await temp.makeDirectory('logs');
    await runWriters(
      folder,
      writer(`import { appendFileSync, renameSync, statSync } from 'node:fs';
        const makeWriter = (file: string) => (line: string) => {
          appendFileSync(file, line);
          try { if (statSync(file).size > 3_000) renameSync(file, file + '.1'); } catch {}
        };`),
      temp,
    );
    expect((await readAll(folder)).lines.length).toBeLessThan(expected.length);
  });

  it('keeps as many full files as were asked for, and none of an earlier release', async () => {
    await using temp = await tempDirectory('log-kept');
    const folder = await temp.makeDirectory('logs');
    await temp.write('logs/server.log.1', 'of an earlier release');
    await temp.write('logs/other.log', 'of somebody else');
    await temp.write('logs/server.log.turn', '');
    const log = new RotatingFile(`${folder}/server.log`, () => ({ maxBytes: 500, keep: 2 }));
    const write = () => {
      for (let count = 0; count < 40; count += 1) log.write(lineOf('x', count));
    };
    write();
    // Another process is at it, for all that is known.
    expect((await readdir(folder)).length).toBe(4);
    // It was killed long ago.
    await utimes(`${folder}/server.log.turn`, 1, 1);
    write();
    write();
    const { names, full } = await readAll(folder);
    expect(names.filter((name) => name.startsWith('server-'))).toHaveLength(2);
    expect(names).toHaveLength(names.includes('server.log') ? 4 : 3);
    expect(names).toContain('other.log');
    expect(full.length).toBe(3);
  });

  it('sorts the full ones by the time in their names', () => {
    const names = [fullLogName(1_000, 7), fullLogName(2_000, 5), fullLogName(2_000, 5, '-1')];
    const foreign = ['server.log', 'server-2026.log', 'server.log.turn', 'server.log.old', 'xserver.log.1'];
    expect(fullLogsOf([...foreign, 'server.log.1', ...names])).toEqual([
      names[1],
      names[2],
      names[0],
      'server.log.1',
    ]);
  });

  it('fails nobody where it cannot be written', async () => {
    await using temp = await tempDirectory('log-blocked');
    const file = await temp.makeDirectory('server.log');
    const log = new RotatingFile(file, () => ({ maxBytes: 1, keep: 1 }));
    expect(() => log.write('a line\n')).not.toThrow();
  });
});

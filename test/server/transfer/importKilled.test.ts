import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { buildCli, type CliBundle } from '../../../dev/bundles/cliBundle.ts';
import { layPromptServe } from '../../../dev/bundles/promptServe.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { isLongRun } from '../../../dev/longRun.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';
import { stopAllProcesses } from '../../../dev/processes/processes.ts';
import { until } from '../../../dev/processes/until.ts';
import { Victim } from '../../../dev/server/kills/victim.ts';
import { MemoryConnection } from '../../../src/client/connection.ts';
import { waitForJob } from '../../../src/client/waitForJob.ts';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import type { JobRecord } from '../../../src/protocol/jobRecord.ts';
import { listJobsOperation } from '../../../src/protocol/operations/jobs/listJobs.ts';
import { exportMemoriesOperation } from '../../../src/protocol/operations/transfer/exportMemories.ts';
import { importMemoriesOperation } from '../../../src/protocol/operations/transfer/importMemories.ts';
import { importResultSchema } from '../../../src/protocol/transferResults.ts';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import { exportedMemory } from '../../../src/transfer/own/exportFormat.ts';

let temp: TempDirectory;
let bundle: CliBundle;
let client: MemoryConnection;
const count = isLongRun ? 2_500 : 1_500;

beforeAll(async () => {
  temp = await tempDirectory('import-killed');
  bundle = await buildCli(temp.join('dist'));
  await layPromptServe(bundle);
});
afterEach(async () => {
  client.dispose();
  await stopAllProcesses();
});
afterAll(() => temp.dispose());

const uuid = (at: number): string => `019c0000-0000-7000-8000-${at.toString(16).padStart(12, '0')}`;

/** Each with the next one linked, so that something leads forwards wherever the kill comes. */
function sourceFile(): string {
  const memories = Array.from({ length: count }, (_, at) =>
    exportedMemory({
      memory: makeMemory({
        id: uuid(at),
        title: `Buoy ${at}`,
        content: `Buoy ${at} marks the channel at mile ${at * 3}`,
        createdAt: at,
        links: at + 1 < count ? [{ kind: 'related', to: uuid(at + 1) }] : [],
      }),
      origins: [],
      history: [],
      turns: [],
    }),
  );
  const file = path.join(realpathSync(temp.join('.')), 'source.json');
  writeFileSync(file, JSON.stringify({ format: 'memory-bridge', version: 1, memories }));
  return file;
}

it('an import that is killed in the middle goes on, and has lost and doubled nothing', async () => {
  const source = sourceFile();
  const victim = await Victim.start(bundle, temp.join('home'), { isPrompt: true });
  client = new MemoryConnection({ directory: new DataDirectory(victim.home), actor: { kind: 'cli' } });
  const { job: id } = (await client.call(importMemoriesOperation, { path: source })).result;
  const job = async (): Promise<JobRecord | undefined> =>
    (await client.call(listJobsOperation, { ids: [id] })).result.jobs[0];
  const killedAt: number[] = [];
  for (const share of [0.2, 0.6]) {
    const before = await until(
      async () => {
        const found = await job();
        return (found?.state !== 'running' || (found.progress?.done ?? 0) > count * share) && found;
      },
      { timeoutMs: 60_000, intervalMs: 5, what: `the import to be at ${share}` },
    );
    expect(before.state).toBe('running');
    await victim.kill();
    killedAt.push(before.progress?.done ?? 0);
    await victim.start();
  }
  expect(killedAt.every((done) => done > 0 && done < count)).toBe(true);
  const done = await waitForJob(client, id);
  expect([done.state, done.error]).toEqual(['done', null]);
  const { report } = importResultSchema.parse(done.result);
  expect([report.items, report.fates]).toEqual([count, { added: count }]);

  const output = path.join(path.dirname(source), 'again.json');
  const exported = (await client.call(exportMemoriesOperation, { output })).result;
  await waitForJob(client, exported.job);
  const memoriesOf = (file: string): unknown =>
    (JSON.parse(readFileSync(file, 'utf8')) as { memories: unknown }).memories;
  expect(memoriesOf(output)).toEqual(memoriesOf(source));

  const again = (await client.call(importMemoriesOperation, { path: source })).result;
  const second = importResultSchema.parse((await waitForJob(client, again.job)).result);
  expect(second.report.fates).toEqual({ known: count });
});

/** A database of another system, packed: it is unpacked to be read. */
async function packedStore(): Promise<string> {
  const file = path.join(realpathSync(temp.join('.')), 'claude-mem.db');
  const database = await openDatabase(file);
  database.exec(
    'BEGIN',
    'CREATE TABLE sdk_sessions (id INTEGER PRIMARY KEY, claude_session_id TEXT, sdk_session_id TEXT, project TEXT, started_at_epoch INTEGER)',
    'CREATE TABLE observations (id INTEGER PRIMARY KEY, sdk_session_id TEXT, project TEXT, text TEXT, type TEXT, created_at TEXT, created_at_epoch INTEGER)',
  );
  for (let at = 1; at <= count; at += 1)
    database.run(
      "INSERT INTO observations VALUES (?, 's', 'bridge', ?, 'decision', NULL, 1)",
      at,
      `Buoy ${at} marks the channel at mile ${at * 3}`,
    );
  database.exec('COMMIT');
  database.close();
  writeFileSync(`${file}.gz`, gzipSync(readFileSync(file)));
  return `${file}.gz`;
}

it('what a killed import had unpacked is gone after the next start, and nothing else', async () => {
  const source = await packedStore();
  const folder = await temp.makeDirectory('tmp');
  const victim = await Victim.start(bundle, temp.join('second'), { isPrompt: true, env: { TMPDIR: folder } });
  client = new MemoryConnection({ directory: new DataDirectory(victim.home), actor: { kind: 'cli' } });
  const { job: id } = (await client.call(importMemoriesOperation, { path: source })).result;
  const unpacked = (): string[] => readdirSync(folder).filter((name) => /-unpacked-\d+-/.test(name));
  const job = async (): Promise<JobRecord | undefined> =>
    (await client.call(listJobsOperation, { ids: [id] })).result.jobs[0];
  await until(async () => ((await job())?.progress?.done ?? 0) > 0, {
    timeoutMs: 60_000,
    intervalMs: 5,
    what: 'the import to have begun',
  });
  expect(existsSync(path.join(folder, unpacked()[0] ?? '', 'claude-mem.db'))).toBe(true);
  await victim.kill();
  const [left = ''] = unpacked();
  expect(existsSync(path.join(folder, left, 'claude-mem.db'))).toBe(true);

  const [, , , pid = '', world = ''] = left.split('-');
  const lay = (name: string): string => {
    mkdirSync(path.join(folder, name));
    writeFileSync(path.join(folder, name, 'claude-mem.db'), 'x');
    return name;
  };
  const aliveNow = lay(`memory-bridge-unpacked-${process.pid}-${world}-abcdef`);
  const elsewhere = lay(`memory-bridge-unpacked-${pid}-00000000-abcdef`);
  const longElsewhere = lay(`memory-bridge-reading-${pid}-00000000-ghijkl`);
  const reading = lay(`memory-bridge-reading-${pid}-${world}-abcdef`);
  const others = [lay('memory-bridge-unpacked-notes'), lay(`memory-bridge-other-${pid}-${world}-abcdef`)];
  const file = `memory-bridge-unpacked-${pid}-${world}-aaaaaa`;
  writeFileSync(path.join(folder, file), 'x');
  const link = `memory-bridge-unpacked-${pid}-${world}-bbbbbb`;
  symlinkSync(path.join(folder, 'memory-bridge-unpacked-notes'), path.join(folder, link));
  const longAgo = new Date(Date.now() - 8 * 24 * 60 * 60_000);
  utimesSync(path.join(folder, longElsewhere), longAgo, longAgo);

  await victim.start();
  const names = readdirSync(folder);
  for (const gone of [left, reading, longElsewhere]) expect(names).not.toContain(gone);
  for (const kept of [aliveNow, elsewhere, ...others, file, link]) expect(names).toContain(kept);
  expect(existsSync(path.join(folder, 'memory-bridge-unpacked-notes/claude-mem.db'))).toBe(true);
  expect((await waitForJob(client, id)).state).toBe('done');
  await until(() => Promise.resolve(unpacked().length === 4), { timeoutMs: 10_000, what: 'it to be tidied' });
  expect(unpacked().toSorted()).toEqual([aliveNow, elsewhere, file, link].toSorted());
});

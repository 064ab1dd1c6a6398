import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
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
import { exportedMemory } from '../../../src/transfer/own/exportFormat.ts';

let temp: TempDirectory;
let bundle: CliBundle;
let client: MemoryConnection;
const count = isLongRun ? 6_000 : 1_500;

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

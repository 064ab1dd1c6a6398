import path from 'node:path';
import { v7 } from 'uuid';
import { MemoryConnection } from '../../../src/client/connection.ts';
import { waitForJob } from '../../../src/client/waitForJob.ts';
import { isLive } from '../../../src/core/jobs/job.ts';
import { BuiltInEmbedder } from '../../../src/embed/builtIn/builtInEmbedder.ts';
import { readBuiltInModel } from '../../../src/embed/builtIn/builtInModel.ts';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import { listJobsOperation } from '../../../src/protocol/operations/jobs/listJobs.ts';
import { reindexOperation } from '../../../src/protocol/operations/embedding/reindex.ts';
import { embeddingText } from '../../../src/recall/embedding/embeddedText.ts';
import { openStore } from '../../../src/store/sqlite/openStore.ts';
import type { CliBundle } from '../../bundles/cliBundle.ts';
import { makeMemory } from '../../memory/makeMemory.ts';
import { until } from '../../processes/until.ts';
import { seededRandom } from '../../random/seededRandom.mjs';
import { Victim } from '../kills/victim.ts';

export interface ReindexKills {
  readonly bundle: CliBundle;
  /** A folder that is not there yet. */
  readonly home: string;
  readonly rows: number;
  readonly kills: number;
  readonly seed: number;
  readonly onRound?: (done: number) => void | Promise<void>;
  readonly signal?: AbortSignal;
}

export interface ReindexKillsReport {
  readonly figures: Record<string, unknown>;
  readonly failures: readonly string[];
}

const rowsAtOnce = 1_000;
/** Vectors that are compared with what their texts give. */
const compared = 200;

/** A store of so many memories without any vectors. */
export async function fillPlainStore(home: string, rows: number, seed: number): Promise<void> {
  const random = seededRandom(seed);
  const words = 'harbour ferry tide invoice queue mirror ledger cache token berth crane pilot'.split(' ');
  const word = (): string => words[Math.floor(random() * words.length)] ?? '';
  const store = await openStore({ home });
  try {
    for (let at = 0; at < rows; at += rowsAtOnce)
      await store.write(async (unit) => {
        for (let row = at; row < Math.min(rows, at + rowsAtOnce); row++) {
          const content = `${Array.from({ length: 12 }, word).join(' ')} n${row}`;
          await unit.memories.insert(makeMemory({ id: v7(), title: content.slice(0, 40), content }));
        }
      });
  } finally {
    await store.close();
  }
}

/**
 * A reindex of a whole store whose owner is killed again and again in the middle. It has to be the same job to its end,
 * what it had reached has to be there each time, and at the end each memory has the vector of its text.
 */
export async function runReindexKills(options: ReindexKills): Promise<ReindexKillsReport> {
  const { bundle, home, rows, kills, seed, onRound, signal } = options;
  const random = seededRandom(seed);
  const failures: string[] = [];
  await fillPlainStore(home, rows, seed);
  const victim = await Victim.start(bundle, home);
  const client = new MemoryConnection({ directory: new DataDirectory(home), actor: { kind: 'cli' } });
  const killedAt: number[] = [];
  try {
    // At the first start everything is missing, so a job makes it.
    const started = performance.now();
    await until(
      async () => (await jobs(client)).find(({ kind, state }) => kind === 'reindex' && state === 'done'),
      {
        timeoutMs: 600_000,
        what: 'the first vectors',
      },
    );
    const firstSeconds = (performance.now() - started) / 1_000;
    const { job: id } = (await client.call(reindexOperation, { restart: true })).result;
    const points = Array.from({ length: kills }, () => Math.floor((0.05 + 0.85 * random()) * rows));
    for (const [round, point] of points.toSorted((a, b) => a - b).entries()) {
      if (signal?.aborted) break;
      const reached = await until(
        async () => {
          const job = await jobOf(client, id);
          const done = job?.progress?.done ?? 0;
          return job && (!isLive(job) || done >= point) && { job, done };
        },
        { timeoutMs: 600_000, intervalMs: 1, what: `${point} vectors` },
      );
      if (!isLive(reached.job)) failures.push(`Round ${round + 1}: the job had ended before the kill.`);
      await victim.kill();
      killedAt.push(reached.done);
      await victim.start();
      const after = await jobOf(client, id);
      const done = after?.progress?.done ?? 0;
      if (!after) failures.push(`Round ${round + 1}: the job is gone.`);
      else if (done < reached.done)
        failures.push(`Round ${round + 1}: ${reached.done} vectors were there, ${done} after the kill.`);
      await onRound?.(round + 1);
    }
    const end = await waitForJob(client, id);
    if (end.state !== 'done') failures.push(`The job ended as ${end.state}: ${end.error ?? ''}`);
    if (end.progress?.done !== rows || end.progress.total !== rows)
      failures.push(`The job counts ${JSON.stringify(end.progress)} of ${rows}.`);
    const all = (await jobs(client)).filter(({ kind }) => kind === 'reindex').length;
    if (all !== 2) failures.push(`There are ${all} jobs instead of 2.`);
    await victim.stop();
    failures.push(...(await wrongVectors(options, random)));
    return { figures: { rows, kills: killedAt.length, killedAt, firstSeconds }, failures };
  } finally {
    client.dispose();
    await victim.stop();
  }
}

const jobs = async (client: MemoryConnection) => (await client.call(listJobsOperation, {})).result.jobs;

const jobOf = async (client: MemoryConnection, id: string) =>
  (await client.call(listJobsOperation, { ids: [id] })).result.jobs[0];

/** What is wrong in the files: rows without a vector or with two, damage, vectors of another text. */
async function wrongVectors({ bundle, home, rows }: ReindexKills, random: () => number): Promise<string[]> {
  const wrong: string[] = [];
  const embedder = new BuiltInEmbedder(readBuiltInModel(path.join(bundle.dist, 'builtInModel.bin')));
  const store = await openStore({ home });
  try {
    const spaces = await store.read((unit) => unit.vectors.spaces());
    const [space] = spaces;
    if (spaces.length !== 1 || space?.embedded !== rows || space.total !== rows)
      wrong.push(`The spaces are ${JSON.stringify(spaces)}.`);
    const integrity = await store.checkIntegrity();
    if (integrity !== 'ok') wrong.push(`Integrity: ${integrity}`);
    await store.read(async (unit) => {
      const { memories } = await unit.memories.list({}, { limit: rows });
      if (!space) return;
      for (let look = 0; look < compared; look++) {
        const memory = memories[Math.floor(random() * memories.length)];
        if (!memory) break;
        const stored = (await unit.vectors.vectorsOf(space.id, [memory.id])).get(memory.id);
        const made = embedder.embedOne(embeddingText(memory));
        const length = Math.hypot(...made);
        const cosine =
          stored?.reduce((sum, value, index) => sum + (value * (made[index] ?? 0)) / length, 0) ?? 0;
        if (length > 0 && cosine < 0.999) wrong.push(`The vector of ${memory.id} is another: ${cosine}.`);
      }
    });
  } finally {
    await store.close();
  }
  return wrong;
}

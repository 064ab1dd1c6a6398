import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildCli, type CliBundle } from '../../../dev/bundles/cliBundle.ts';
import { layPromptServe } from '../../../dev/bundles/promptServe.ts';
import { type EmbeddingApi, startEmbeddingApi } from '../../../dev/embedding/embeddingApi.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { stopAllProcesses } from '../../../dev/processes/processes.ts';
import { until } from '../../../dev/processes/until.ts';
import { copyDatabaseFiles } from '../../../dev/server/kills/storedRows.ts';
import { Victim } from '../../../dev/server/kills/victim.ts';
import { MemoryConnection } from '../../../src/client/connection.ts';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import { configureOperation } from '../../../src/protocol/operations/system/configure.ts';
import { memoryStatusOperation } from '../../../src/protocol/operations/system/memoryStatus.ts';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import { openStore } from '../../../src/store/sqlite/openStore.ts';

let temp: TempDirectory;
let bundle: CliBundle;
let api: EmbeddingApi;
let home: string;
let victim: Victim;
let client: MemoryConnection;
let count = 0;

beforeAll(async () => {
  temp = await tempDirectory('turn-kills');
  bundle = await buildCli(temp.join('dist'));
  await layPromptServe(bundle);
});
beforeEach(async () => {
  home = temp.join(`home-${++count}`);
  api = await startEmbeddingApi(32);
});
afterEach(async () => {
  client.dispose();
  await stopAllProcesses();
  await api.close();
});
afterAll(() => temp.dispose());

/** Long enough to be a passage by itself, and like no other. */
const said = (conversation: number, at: number) =>
  `Buoy ${at} of harbour ${conversation} ${'marks the channel for ships that come in late '.repeat(4)}`;

/** Conversations that were never read for their meaning. */
async function layTalks(conversations: number, turns: number): Promise<void> {
  const store = await openStore({ home });
  const now = Date.now() - 100_000;
  for (let each = 0; each < conversations; each++)
    await store.write(async (unit) => {
      const memory = sampleMemory({ category: 'conversation', createdAt: now, updatedAt: now });
      await unit.memories.insert(memory);
      await unit.turns.put(
        memory,
        Array.from({ length: turns }, (_, at) => ({
          key: `m${at}`,
          speaker: at % 2 === 0 ? ('user' as const) : ('assistant' as const),
          saidAt: now + at,
          content: said(each, at),
        })),
      );
    });
  await store.close();
}

async function serve(): Promise<void> {
  victim = await Victim.start(bundle, home, { isPrompt: true });
  client = new MemoryConnection({ directory: new DataDirectory(home), actor: { kind: 'cli' } });
}

/** Of the model that is wanted: one that a server has just begun to open has said nothing of its turns yet. */
const left = async () => {
  const { active, wanted, turnsAwaiting } = (await client.call(memoryStatusOperation, {})).result.embedding;
  return active.provider === wanted.provider ? (turnsAwaiting ?? Number.NaN) : Number.NaN;
};
const leftLike = (isWanted: (turns: number) => boolean): Promise<unknown> => {
  let last: number | undefined;
  return until(
    async () => {
      last = await left();
      return isWanted(last);
    },
    { timeoutMs: 60_000, intervalMs: 3, what: 'fewer turns to be left' },
  ).catch((error: unknown) => {
    throw new Error(`The last number was ${last}`, { cause: error });
  });
};

/** What is wrong with what a kill has left, and the vectors of the newest space that are there, by id. */
async function look(copy: string, ...damage: string[]) {
  const database = await openDatabase(copy);
  database.exec('PRAGMA locking_mode = EXCLUSIVE', ...damage);
  const space = Number(
    database.get('SELECT max(id) AS id FROM vector_spaces WHERE dropped_at IS NULL')?.['id'],
  );
  const those: Record<string, string> = {
    lost: `SELECT 1 FROM turns AS t WHERE NOT EXISTS (SELECT 1 FROM turn_passages WHERE space = ${space} AND turn = t.seq)
      AND NOT EXISTS (SELECT 1 FROM turn_pending WHERE space = ${space} AND memory = t.memory)`,
    doubled: `SELECT 1 FROM turn_vectors WHERE space = ${space} GROUP BY first HAVING count(*) > 1`,
    'by halves': `SELECT 1 FROM turn_vectors AS v WHERE space = ${space}
        AND NOT EXISTS (SELECT 1 FROM turn_passages WHERE passage = v.id)
      UNION ALL SELECT 1 FROM turn_passages AS p WHERE space = ${space}
        AND NOT EXISTS (SELECT 1 FROM turn_vectors WHERE id = p.passage)`,
    unsound: `SELECT 1 FROM pragma_integrity_check WHERE integrity_check <> 'ok'`,
  };
  const faults = Object.keys(those).filter((kind) => database.get(those[kind] ?? '') !== undefined);
  const vectors = new Map(
    database
      .all(`SELECT id, hex(vector) AS vector FROM turn_vectors WHERE space = ${space}`)
      .map((row) => [Number(row['id']), String(row['vector'])]),
  );
  database.close();
  return { faults, vectors };
}

const copied = () => copyDatabaseFiles(home, temp.join('copy'));

/** Kills the server when so many turns are left, and looks at the file before another one begins. */
async function killAt(isTime: (turns: number) => boolean) {
  await leftLike(isTime);
  await victim.kill();
  return look(await copied());
}

describe('a server that is killed while it reads what was said', () => {
  it('goes on where it was, with the built-in model', async () => {
    const total = 10 * 200;
    await layTalks(10, 200);
    await serve();
    const seen: ReadonlyMap<number, string>[] = [];
    for (const share of [0.8, 0.4]) {
      const { faults, vectors } = await killAt((turns) => turns < total * share);
      expect(faults).toEqual([]);
      // In the middle: there is something that could be lost, and something that could be forgotten.
      expect(vectors.size).toBeGreaterThan(0);
      expect(vectors.size).toBeLessThan(total);
      seen.push(vectors);
      await victim.start();
    }
    await leftLike((turns) => turns === 0);
    await victim.stop();
    const { faults, vectors } = await look(await copied());
    expect(faults).toEqual([]);
    expect(vectors.size).toBe(total);
    // What was stored before a kill was not made again.
    for (const earlier of seen)
      expect([...earlier].filter(([id, vector]) => vectors.get(id) !== vector)).toEqual([]);
  });

  it('asks a model beside it for no turn twice that was stored', async () => {
    const total = 2 * 128;
    await layTalks(2, 128);
    await serve();
    await leftLike((turns) => turns === 0);
    const asked = () =>
      api.requests.flatMap(({ body }) => body.input).filter((text) => text.startsWith('Buoy '));
    /** Answers one batch of turns, and leaves the next one without an answer. */
    const answerOne = () => {
      let answered = 0;
      api.rule = ({ body }) =>
        body.input.some((text) => text.startsWith('Buoy ')) && ++answered > 1 ? 'hang' : undefined;
    };
    answerOne();
    await client.call(configureOperation, {
      set: { embedder: { provider: 'openai', model: 'one', baseUrl: `${api.origin}/v1` } },
    });
    for (const batches of [1, 2, 3]) {
      const { faults, vectors } = await killAt((turns) => turns === total - batches * 64);
      expect([faults, vectors.size]).toEqual([[], batches * 64]);
      answerOne();
      await victim.start();
    }
    await leftLike((turns) => turns === 0);
    await victim.stop();
    const { faults, vectors } = await look(await copied());
    expect([faults, vectors.size]).toEqual([[], total]);
    // Each kill broke off one batch at most, which was asked for again.
    expect(new Set(asked()).size).toBe(total);
    expect(asked().length).toBeLessThanOrEqual(total + 3 * 64);
  });

  const damages: readonly (readonly [string, ...string[]])[] = [
    ['lost', 'DELETE FROM turn_passages WHERE turn = 3'],
    [
      'doubled',
      `INSERT INTO turn_vectors (space, memory, first, last, begins, said_at, vector)
         SELECT space, memory, first, last, begins, said_at, vector FROM turn_vectors WHERE first = 3`,
    ],
    ['by halves', 'DROP TRIGGER turn_vectors_removed', 'DELETE FROM turn_vectors WHERE first = 3'],
  ];
  it('is caught when something is lost, doubled or done by halves', async () => {
    await layTalks(1, 5);
    await serve();
    await leftLike((turns) => turns === 0);
    await victim.stop();
    expect((await look(await copied())).faults).toEqual([]);
    for (const [kind, ...damage] of damages)
      expect((await look(await copied(), ...damage)).faults).toContain(kind);
  });
});

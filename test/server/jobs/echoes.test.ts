import { mkdirSync } from 'node:fs';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isLongRun } from '../../../dev/longRun.ts';
import { echoForms, hundredDecisions, type Said } from '../../../dev/intake/echoForms.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';
import { OpenCodeDatabaseFile } from '../../../dev/openCode/openCodeDatabaseFile.ts';
import { until } from '../../../dev/processes/until.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';
import { ownSessionFolder, ownSessionTitle } from '../../../src/core/conversation/ownSession.ts';
import { isLive } from '../../../src/core/jobs/job.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { memoryLine } from '../../../src/core/memory/memoryLine.ts';
import { GitProjectResolver } from '../../../src/projects/gitProjectResolver.ts';
import { configSchema } from '../../../src/protocol/settings/serverSettings.ts';
import { SecretRedactor } from '../../../src/safety/secretRedactor.ts';
import { JobRunner } from '../../../src/server/jobs/jobRunner.ts';
import { fence } from '../../../src/server/mcp/fence.ts';
import { conversationFeeds, createIngestionWork } from '../../../src/server/startIngestion.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';

const silent = (): void => {};
const logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent };

describe('a conversation that goes on about what memory has shown', () => {
  let bench: StoreBench;
  let store: SqliteStore;
  let file: OpenCodeDatabaseFile;
  let project: string;
  let runner: JobRunner;
  let now: number;
  let ingestion: Record<string, unknown>;

  beforeEach(async () => {
    now = Date.now() - 60 * 60_000;
    ingestion = {};
    bench = await StoreBench.create();
    store = await bench.open();
    project = bench.join('shop');
    mkdirSync(project);
    file = await OpenCodeDatabaseFile.create(bench.join('data/opencode/opencode.db'));
    const clock = { now: () => now, monotonic: () => performance.now() };
    const settings = () => configSchema.parse({ ingestion });
    const redactor = new SecretRedactor();
    const env = { XDG_DATA_HOME: bench.join('data'), HOME: bench.join('nobody') };
    const { worker } = createIngestionWork({
      store,
      ingestion: conversationFeeds(settings, clock, env),
      settings,
      projects: new GitProjectResolver(store, logger, redactor),
      redactor,
      forges: () => [],
      clock,
      logger,
      emit: silent,
    });
    runner = new JobRunner({ store, clock, logger, emit: silent });
    await runner.start([worker]);
  });
  afterEach(async () => {
    await runner.stop();
    await bench[Symbol.asyncDispose]();
  });

  async function ingest(): Promise<void> {
    const id = v7();
    const wish = { id, kind: 'ingest', project: null, payload: { feed: null }, createdAt: now };
    await store.write((unit) => unit.jobs.enqueue(wish));
    runner.hear({ kind: 'jobs', ids: [id], projects: [null] });
    const look = async () => {
      const job = await store.read((unit) => unit.jobs.get(id));
      return job && !isLive(job) && job;
    };
    expect(await until(look, { intervalMs: 5, timeoutMs: 30_000 })).toMatchObject({
      state: 'done',
      error: null,
    });
  }

  const memories = async (): Promise<Memory[]> =>
    (await store.read((unit) => unit.memories.list({ includeDeleted: true }, { limit: 500 }))).memories;

  it(
    'leaves its new decisions in the Inbox, all of them, and nothing else',
    { timeout: 300_000 },
    async () => {
      const seed: Said = {
        text: 'We decided to run Kafka ourselves',
        why: 'the hosted one lies in another country',
      };
      const seeded = makeMemory({
        id: v7(),
        project: `folder:${project}`,
        title: seed.text,
        content: `${seed.text}.`,
        why: seed.why,
      });
      await store.write((unit) => unit.memories.insert(seeded));
      const known: { memory: Memory; said: Said }[] = [{ memory: seeded, said: seed }];
      const shapes = Object.values(echoForms);
      const session = 'ses_1';
      const rounds = isLongRun ? hundredDecisions : hundredDecisions.filter((_, at) => at % 4 === 0);
      for (const [round, decision] of rounds.entries()) {
        now += 1_000;
        const { memory, said } = known[(round * 7) % known.length] as (typeof known)[number];
        const shown = memoryLine({ ...memory, snippet: memory.content }, now);
        await file.session(session, { title: 'A long day', directory: project, at: now });
        await file.say(
          { session, text: `What did we say about that? (${round})`, at: now },
          {
            session,
            role: 'assistant',
            at: now + 1,
            text: `${shapes[round % shapes.length]?.(memory, said)}\n\n${decision.text} because ${decision.why}.`,
            parts: [
              {
                type: 'tool',
                tool: 'memory_recall',
                state: { status: 'completed', output: fence(`- ${shown}`) },
              },
              { type: 'text', text: `<memory-data>\n- ${shown}\n</memory-data>`, synthetic: true },
            ],
          },
        );
        await ingest();
        const fresh = (await memories()).find(({ content }) => content === decision.text);
        if (fresh) known.push({ memory: fresh, said: decision });
      }
      const all = await memories();
      const found = all.filter(({ status }) => status === 'candidate').map(({ content }) => content);
      expect(found.toSorted()).toEqual(rounds.map(({ text }) => text).toSorted());
      expect(all.filter(({ category }) => category === 'conversation')).toHaveLength(1);
      expect(all).toHaveLength(1 + rounds.length + 1);
    },
  );

  it('is not read when it is one that memory has begun itself', async () => {
    const text = 'We decided to run Kafka ourselves because the hosted one lies in another country.';
    const folder = bench.join(`${ownSessionFolder}x1`);
    await file.session('ses_1', { title: ownSessionTitle, directory: project, at: now });
    await file.session('ses_2', { title: 'New session', directory: folder, at: now });
    for (const session of ['ses_1', 'ses_2']) await file.say({ session, text, at: now });
    await ingest();
    expect(await memories()).toEqual([]);
    await file.session('ses_3', { title: 'Somebody else asks', directory: project, at: now });
    await file.say({ session: 'ses_3', text, at: now });
    await ingest();
    expect((await memories()).map(({ category }) => category).toSorted()).toEqual([
      'conversation',
      'decision',
    ]);
  });

  it('is kept without looking for what it states when a person wishes so', async () => {
    ingestion = { statements: false };
    await file.session('ses_1', { title: 'A talk', directory: project, at: now });
    await file.say({ session: 'ses_1', text: 'We decided to run Kafka ourselves in Dublin.', at: now });
    await ingest();
    expect((await memories()).map(({ category }) => category)).toEqual(['conversation']);
  });
});

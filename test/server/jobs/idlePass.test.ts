import { appendFileSync, mkdirSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import type * as fs from 'node:fs/promises';
import path from 'node:path';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { until } from '../../../dev/processes/until.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';
import { isLive } from '../../../src/core/jobs/job.ts';
import type { Logger } from '../../../src/core/ports.ts';
import { GitProjectResolver } from '../../../src/projects/gitProjectResolver.ts';
import { ingestResultSchema } from '../../../src/protocol/ingestion.ts';
import { configSchema } from '../../../src/protocol/settings/serverSettings.ts';
import { SecretRedactor } from '../../../src/safety/secretRedactor.ts';
import { JobRunner } from '../../../src/server/jobs/jobRunner.ts';
import { conversationFeeds, createIngestionWork } from '../../../src/server/startIngestion.ts';
import { SqliteFeedRepository } from '../../../src/store/sqlite/repositories/sqliteFeedRepository.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';

const opened = vi.hoisted((): string[] => []);
vi.mock('node:fs/promises', async (original) => {
  const whole = await original<typeof fs>();
  return {
    ...whole,
    open: (file: string, ...rest: [number]) => {
      if (file.endsWith('.jsonl')) opened.push(path.basename(file));
      return whole.open(file, ...rest);
    },
  };
});

const silent = (): void => {};
const logger: Logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent };
const clock = { now: Date.now, monotonic: () => performance.now() };

describe('a pass over transcripts', () => {
  let bench: StoreBench;
  let store: SqliteStore;
  let feeds: ReturnType<typeof conversationFeeds>;
  const fileOf = (name: string) => bench.join('person', '.claude', 'projects', 'shop', `${name}.jsonl`);
  const lineOf = (session: string, uuid: string) => {
    const message = { role: 'user', content: `This was said in ${session}, as ${uuid}.` };
    const timestamp = new Date().toISOString();
    return `${JSON.stringify({ type: 'user', uuid, sessionId: session, cwd: bench.join('shop'), timestamp, message })}\n`;
  };

  beforeEach(async () => {
    bench = await StoreBench.create();
    store = await bench.open();
    mkdirSync(bench.join('shop'));
    mkdirSync(path.dirname(fileOf('a')), { recursive: true });
    for (const name of ['a', 'b', 'c', 'd', 'e']) writeFileSync(fileOf(name), lineOf(name, 'u1'));
    start();
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  /** As a server starts: nothing is remembered. */
  function start(): void {
    const settings = () => configSchema.parse({ ingestion: { claudeCode: true } });
    feeds = conversationFeeds(settings, clock, { HOME: bench.join('person') });
  }

  /** Turns that were kept, files that were opened, and how often the store was asked where to go on. */
  async function pass() {
    opened.length = 0;
    const asked = [
      vi.spyOn(SqliteFeedRepository.prototype, 'get').mockClear(),
      vi.spyOn(SqliteFeedRepository.prototype, 'list').mockClear(),
    ];
    const redactor = new SecretRedactor();
    const { worker } = createIngestionWork({
      store,
      ingestion: feeds,
      settings: () => configSchema.parse({ ingestion: { claudeCode: true } }),
      projects: new GitProjectResolver(store, logger, redactor),
      redactor,
      forges: () => [],
      clock,
      logger,
      emit: silent,
    });
    const runner = new JobRunner({ store, clock, logger, emit: silent });
    const id = v7();
    const wish = { id, kind: 'ingest', project: null, payload: { feed: null }, createdAt: Date.now() };
    await store.write((unit) => unit.jobs.enqueue(wish));
    await runner.start([worker]);
    const job = await until(async () => {
      const found = await store.read((unit) => unit.jobs.get(id));
      return found && !isLive(found) && found;
    });
    await runner.stop();
    const { turns, faults, sources } = ingestResultSchema.parse(job.result);
    expect(faults).toEqual([]);
    const questions = asked.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
    return { turns, sources, opened: opened.toSorted(), questions };
  }
  const all = ['a.jsonl', 'b.jsonl', 'c.jsonl', 'd.jsonl', 'e.jsonl'];

  it('opens only what was written to, and asks the store once where to go on', async () => {
    expect(await pass()).toEqual({ turns: 5, sources: 5, opened: all, questions: 1 });
    expect(await pass()).toEqual({ turns: 0, sources: 5, opened: [], questions: 1 });
    appendFileSync(fileOf('c'), lineOf('c', 'u2'));
    expect(await pass()).toEqual({ turns: 1, sources: 5, opened: ['c.jsonl'], questions: 1 });
    expect(await pass()).toMatchObject({ turns: 0, opened: [] });
  });

  it('opens each file once after a start, and finds nothing new', async () => {
    await pass();
    start();
    expect(await pass()).toMatchObject({ turns: 0, opened: all });
    expect(await pass()).toMatchObject({ turns: 0, opened: [] });
  });

  it('opens a file that is as long and as old as the one that was read, and another one', async () => {
    await pass();
    const { atime, mtime } = statSync(fileOf('a'));
    writeFileSync(bench.join('other'), lineOf('a', 'u9'));
    utimesSync(bench.join('other'), atime, mtime);
    renameSync(bench.join('other'), fileOf('a'));
    expect(await pass()).toMatchObject({ turns: 1, opened: ['a.jsonl'] });
  });

  it('reads again what is to be read from its beginning', async () => {
    await pass();
    await store.write((unit) => unit.feeds.remove('claude-code', fileOf('b')));
    expect(await pass()).toMatchObject({ turns: 0, opened: ['b.jsonl'] });
  });
});

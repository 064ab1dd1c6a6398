import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../../dev/processes/until.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';
import { isLive } from '../../../src/core/jobs/job.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { GitProjectResolver } from '../../../src/projects/gitProjectResolver.ts';
import { ingestResultSchema } from '../../../src/protocol/ingestion.ts';
import { configSchema } from '../../../src/protocol/settings/serverSettings.ts';
import { SecretRedactor } from '../../../src/safety/secretRedactor.ts';
import { JobRunner } from '../../../src/server/jobs/jobRunner.ts';
import { conversationFeeds, createIngestionWork } from '../../../src/server/startIngestion.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';

const silent = (): void => {};
const logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent };
const secret = ['ghp_', 'x7Kq2mVb9Tz4Rw8Yp1Ls6Nd3Hc5Jf0Ga2E1b'].join('');
const at = new Date(Date.now() - 60 * 60_000).toISOString();

describe('transcripts of other agents', () => {
  let bench: StoreBench;
  let store: SqliteStore;
  let project: string;
  let ingestion: Record<string, boolean>;

  beforeEach(async () => {
    bench = await StoreBench.create();
    store = await bench.open();
    project = bench.join('shop');
    mkdirSync(project);
    ingestion = {};
    write(`.claude/projects/shop/a.jsonl`, [
      {
        type: 'user',
        uuid: 'u1',
        sessionId: 'claude-1',
        cwd: project,
        timestamp: at,
        message: {
          role: 'user',
          content: `We decided to keep carts in Redis for a week. The token is ${secret}.`,
        },
      },
    ]);
    const text = 'From now on, every price is an integer of cents.';
    write(`.codex/sessions/2026/11/01/rollout-2026-11-01T09-00-00-x.jsonl`, [
      { timestamp: at, type: 'session_meta', payload: { id: 'codex-1', cwd: project, timestamp: at } },
      {
        timestamp: at,
        type: 'response_item',
        payload: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
      },
    ]);
    write(`.gemini/tmp/shop/chats/session-1.jsonl`, [
      { sessionId: 'gemini-1', projectHash: 'x', startTime: at, lastUpdated: at },
      {
        id: 'm1',
        type: 'user',
        timestamp: at,
        content: 'The release is blocked by the missing certificate.',
      },
    ]);
    write('.gemini/tmp/shop/.project_root', project);
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  function write(file: string, content: string | readonly object[]): void {
    const full = bench.join('person', file);
    mkdirSync(path.dirname(full), { recursive: true });
    const lines =
      typeof content === 'string' ? content : content.map((each) => `${JSON.stringify(each)}\n`).join('');
    writeFileSync(full, lines);
  }

  async function ingest() {
    const clock = { now: Date.now, monotonic: () => performance.now() };
    const settings = () => configSchema.parse({ ingestion });
    const redactor = new SecretRedactor();
    const { worker } = createIngestionWork({
      store,
      ingestion: conversationFeeds(settings, clock, { HOME: bench.join('person') }),
      settings,
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
    return ingestResultSchema.parse(job.result);
  }
  const memories = async (): Promise<Memory[]> =>
    (await store.read((unit) => unit.memories.list({}, { limit: 50 }))).memories;

  it('are not read unless a person wishes it, each by itself', async () => {
    expect(await ingest()).toMatchObject({ turns: 0 });
    expect(await memories()).toEqual([]);
    ingestion = { codex: true };
    expect(await ingest()).toMatchObject({ turns: 1, candidates: 1, faults: [] });
    expect((await memories()).map(({ source }) => source.ref)).toEqual(['codex:codex-1', 'codex:codex-1']);
  });

  it('are conversations of their project, whose statements wait in the Inbox, once', async () => {
    ingestion = { claudeCode: true, codex: true, gemini: true };
    expect(await ingest()).toMatchObject({ turns: 3, conversations: 3, candidates: 3, faults: [] });
    const all = await memories();
    expect(new Set(all.map((memory) => memory.project))).toEqual(new Set([`folder:${project}`]));
    const stated = all.filter(({ status }) => status === 'candidate');
    expect(stated.map(({ category, content }) => `${category}: ${content}`).toSorted()).toEqual([
      'blocker: The release is blocked by the missing certificate',
      'convention: From now on, every price is an integer of cents',
      'decision: We decided to keep carts in Redis for a week',
    ]);
    expect(stated.map(({ source }) => source.kind)).toEqual(['conversation', 'conversation', 'conversation']);
    expect(await ingest()).toMatchObject({ turns: 0, candidates: 0 });
    expect(await memories()).toHaveLength(6);
    await store.close();
    const bytes = readdirSync(bench.home).map((name) => readFileSync(path.join(bench.home, name), 'latin1'));
    expect(bytes.join('')).toContain('carts in Redis');
    expect(bytes.join('')).not.toContain(secret.slice(4, 24));
  });
});

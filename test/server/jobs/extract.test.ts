import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Turn } from '../../../src/core/conversation/turn.ts';
import { MemoryBridgeError } from '../../../src/core/errors.ts';
import type { Job } from '../../../src/core/jobs/job.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { spentToday } from '../../../src/intake/conversations/modelSpending.ts';
import type { ModelAnswer } from '../../../src/intake/conversations/textModel.ts';
import { extractKind, extractResultSchema } from '../../../src/protocol/modelExtraction.ts';
import { SecretRedactor } from '../../../src/safety/secretRedactor.ts';
import { DueExtraction } from '../../../src/server/jobs/dueExtraction.ts';
import { type ExtractRules, ExtractWorker } from '../../../src/server/jobs/extractWorker.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';

const project = 'example.com/team/app';
const now = Date.UTC(2026, 10, 30, 12);
const hour = 60 * 60_000;
const settled = 'Fine, MySQL is out. We take Postgres 16 for the ledger.';
const finding = {
  category: 'decision',
  content: 'The ledger is kept in Postgres 16.',
  why: null,
  turn: 1,
  quote: 'We take Postgres 16 for the ledger',
};
const answerOf = (...statements: readonly object[]): string => JSON.stringify({ statements });

describe('a model that reads conversations', () => {
  let bench: StoreBench;
  let store: SqliteStore;
  let asked: string[];
  let rules: ExtractRules;
  let answer: () => Promise<ModelAnswer>;
  let offline: string | undefined;
  let ticks: number;

  beforeEach(async () => {
    bench = await StoreBench.create();
    store = await bench.open();
    asked = [];
    ticks = 0;
    offline = undefined;
    rules = { isOn: true, tokens: 100_000, cost: null, projectsDefault: 'on', candidateDays: 14 };
    answer = async () => ({ text: answerOf(finding), tokens: 900, cost: 0.01 });
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  async function converse(session: string, said: readonly string[], at = now - hour): Promise<Memory> {
    const memory = makeMemory({
      id: v7(),
      category: 'conversation',
      project,
      title: session,
      source: { kind: 'conversation', ref: `opencode:${session}`, actor: 'opencode' },
      createdAt: at,
    });
    const turns = said.map((content, index): Turn => ({
      key: `${session}-${index}`,
      speaker: index % 2 === 0 ? 'user' : 'assistant',
      saidAt: at + index,
      content,
    }));
    await store.write(async (unit) => {
      await unit.memories.insert(memory);
      await unit.turns.put(memory, turns);
    });
    return memory;
  }

  const parts = () => ({
    store,
    model: {
      ask: async (_: string, question: string) => {
        asked.push(question);
        return answer();
      },
    },
    rules: () => rules,
    offline: () => offline,
    redactor: new SecretRedactor(),
    forges: () => [],
    clock: { now: () => now + ticks, monotonic: () => performance.now() },
    ids: { next: () => v7() },
    emit: () => {},
  });

  /** One job from its first slice to its last. */
  async function run() {
    const worker = new ExtractWorker(parts());
    let job: Job = {
      id: v7(),
      kind: extractKind,
      project: null,
      payload: {},
      state: 'running',
      cursor: null,
      progress: null,
      result: null,
      attempts: 1,
      runAfter: 0,
      error: null,
      createdAt: now,
      updatedAt: now,
    };
    const { signal } = new AbortController();
    for (;;) {
      const ready = await worker.prepare(job, { signal, breathe: async () => {} });
      const slice = await store.write((unit) => worker.slice(job, unit, () => false, ready));
      job = { ...job, cursor: slice.cursor };
      if (slice.isDone) return extractResultSchema.parse(slice.result);
    }
  }

  const candidates = async (): Promise<Memory[]> =>
    (await store.read((unit) => unit.memories.list({ statuses: ['candidate'] }, { limit: 50 }))).memories;

  it('puts what it finds into the Inbox, with the turn as evidence, and pays for it once', async () => {
    await converse('ses_1', [settled, 'Then I write the schema.']);
    expect(await run()).toEqual({
      excerpts: 1,
      candidates: 1,
      unreadable: 0,
      tokens: 900,
      cost: 0.01,
      fault: null,
    });
    const [found] = await candidates();
    expect(found).toMatchObject({
      content: finding.content,
      category: 'decision',
      project,
      confidence: 0.5,
      trust: 'agent',
      source: { kind: 'conversation', ref: 'opencode:ses_1', actor: 'user' },
      evidence: [{ kind: 'conversation', ref: 'opencode:ses_1', place: 'ses_1-0', excerpt: finding.quote }],
      metadata: { foundBy: 'model' },
    });
    expect(asked).toHaveLength(1);
    expect(await run()).toMatchObject({ excerpts: 0, tokens: 0 });
    expect(asked).toHaveLength(1);
    expect(await store.read((unit) => spentToday(unit.keyValues, now))).toEqual({
      questions: 1,
      tokens: 900,
      cost: 0.01,
      fault: null,
      at: now,
    });
  });

  it('is asked about what is new in a conversation alone, and about nothing that goes on', async () => {
    const memory = await converse('ses_1', [settled]);
    await converse('ses_2', ['Not yet at rest'], now - 60_000);
    await run();
    await store.write((unit) =>
      unit.turns.put(memory, [
        { key: 'later', speaker: 'user', saidAt: now - hour / 2, content: 'And later' },
      ]),
    );
    await run();
    expect(asked).toHaveLength(2);
    expect(asked[0]).toContain(settled);
    expect(asked[1]).toContain('And later');
    expect(asked[1]).not.toContain(settled);
  });

  it('sees no secret, and says nothing that memory says already', async () => {
    await converse('ses_1', [`${settled} password=hunter2-Zq8vLw3x`]);
    await store.write((unit) =>
      unit.memories.insert(makeMemory({ id: v7(), project, content: 'We keep the ledger in Postgres 16' })),
    );
    expect(await run()).toMatchObject({ excerpts: 1, candidates: 0 });
    expect(asked[0]).not.toContain('hunter2');
  });

  it('is not asked beyond the budget of the day', async () => {
    await converse('ses_1', [settled]);
    await converse('ses_2', ['We take Kafka for the events.']);
    rules = { ...rules, tokens: 2_500 };
    expect(await run()).toMatchObject({ excerpts: 1, fault: 'The budget of today is used up.' });
    rules = { ...rules, tokens: 100_000, cost: 0.01 };
    expect(await run()).toMatchObject({ excerpts: 0, fault: 'The budget of today is used up.' });
    rules = { ...rules, cost: 0.02 };
    expect(await run()).toMatchObject({ excerpts: 1, fault: null });
  });

  it.each([
    ['switched off', () => (rules = { ...rules, isOn: false })],
    ['kept offline', () => (offline = 'MEMORY_BRIDGE_OFFLINE')],
    ['off where it was said', () => (rules = { ...rules, projectsDefault: 'off' })],
  ])('is asked nothing when it is %s', async (_, happen) => {
    await converse('ses_1', [settled]);
    happen();
    expect(await run()).toMatchObject({ excerpts: 0, tokens: 0 });
    expect(asked).toEqual([]);
  });

  it('that answers nonsense is not paid for the same again; one that cannot be asked is asked later', async () => {
    await converse('ses_1', [settled]);
    answer = async () => {
      throw new MemoryBridgeError('unavailable', 'OpenCode could not be asked: it is gone.');
    };
    expect(await run()).toMatchObject({ excerpts: 0, fault: 'OpenCode could not be asked: it is gone.' });
    answer = async () => ({ text: 'I found nothing of note.', tokens: 500, cost: 0 });
    expect(await run()).toMatchObject({ excerpts: 1, unreadable: 1, candidates: 0 });
    expect(await run()).toMatchObject({ excerpts: 0 });
    expect(asked).toHaveLength(2);
  });

  it('is asked by itself when there is something to ask, and left alone for an hour after a fault', async () => {
    const due = new DueExtraction(parts());
    const queued = () => store.read((unit) => unit.jobs.list({ kinds: [extractKind] }));
    expect(await due.run()).toBe(false);
    await converse('ses_1', [settled]);
    expect(await due.run()).toBe(true);
    expect(await due.run()).toBe(true);
    expect(await queued()).toHaveLength(1);
    answer = async () => {
      throw new MemoryBridgeError('unavailable', 'OpenCode could not be asked: it is gone.');
    };
    await run();
    expect(await due.run()).toBe(false);
    ticks = hour;
    expect(await due.run()).toBe(true);
    rules = { ...rules, isOn: false };
    expect(await due.run()).toBe(false);
  });
});

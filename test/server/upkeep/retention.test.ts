import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { agedMemories } from '../../../dev/memory/agedMemories.ts';
import {
  OperationsBench,
  agent,
  day,
  person,
  projectId,
  refusal,
} from '../../../dev/operations/operationsBench.ts';
import { everyRow } from '../../../dev/store/everyRow.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import type { InputOf } from '../../../src/protocol/operation.ts';
import { undoOperation } from '../../../src/protocol/operations/memories/undo.ts';
import { memoryStatusOperation } from '../../../src/protocol/operations/system/memoryStatus.ts';
import { runRetentionOperation } from '../../../src/protocol/operations/upkeep/runRetention.ts';
import { upkeepLogOperation } from '../../../src/protocol/operations/upkeep/upkeepLog.ts';
import { type RetentionResult, retentionResultSchema } from '../../../src/protocol/retentionResult.ts';
import { DueRetention, noticeDays } from '../../../src/upkeep/dueRetention.ts';

let bench: OperationsBench;
beforeEach(async () => {
  bench = await OperationsBench.open();
});
afterEach(() => bench.close());

async function run(input: InputOf<typeof runRetentionOperation> = {}): Promise<RetentionResult> {
  const { result, error } = await bench.ended(await bench.call(runRetentionOperation, input));
  expect(error).toBeNull();
  return retentionResultSchema.parse(result);
}

const idsOf = ({ archived, deleted, purged }: RetentionResult) => ({
  archived: archived.ids.toSorted(),
  deleted: deleted.ids.toSorted(),
  purged: purged.ids.toSorted(),
});

/** Who changed what and when grows with undoing, and so do revisions; all else is what somebody would miss. */
const bookkeeping =
  /^(?:sqlite_|memory_search|term_search|vector_chunks|vector_changes|history$|jobs$|idempotency$)/;
const rows = (isGone: (id: string) => boolean = () => false) =>
  everyRow(bench.store, bookkeeping, (table, row) => {
    if (table === 'key_values' && row['namespace'] === 'upkeep') return undefined;
    if (table !== 'memories') return row;
    return isGone(String(row['id'])) ? undefined : { ...row, revision: 0 };
  });

const all = async (): Promise<Map<string, Memory>> => {
  const { memories } = await bench.store.read((unit) =>
    unit.memories.list({ includeDeleted: true }, { limit: 5_000 }),
  );
  return new Map(memories.map((memory) => [memory.id, memory]));
};

describe('1,000 memories of all ages and states', () => {
  const made = (seed: number) => agedMemories(1_000, { seed, now: bench.now, project: projectId });

  it.each([1, 2, 3])(
    'the dry run says exactly what is done, and undo leaves every row as it was: seed %i',
    async (seed) => {
      const memories = made(seed);
      await bench.store.write(async (unit) => {
        for (const memory of memories) await unit.memories.insert(memory);
      });
      const before = await rows();
      const said = await run({ dry_run: true });
      expect(await rows()).toEqual(before);
      // Some time passes between reading and saying yes.
      bench.now += 3 * day;
      const done = await run({ as_of: said.asOf });
      expect(idsOf(done)).toEqual(idsOf(said));
      expect(done.archived.count).toBeGreaterThan(20);
      expect(done.deleted.count).toBeGreaterThan(20);

      const after = await all();
      const touched = new Set([...done.archived.ids, ...done.deleted.ids]);
      const untouched = memories.filter(({ id }) => !touched.has(id));
      expect(untouched.map(({ id }) => after.get(id))).toEqual(untouched);
      const taken = memories.filter(({ id }) => touched.has(id));
      expect(taken.filter(({ pinned, reminder }) => pinned || reminder !== null)).toEqual([]);
      for (const id of done.archived.ids) expect(after.get(id)?.status).toBe('archived');
      for (const id of done.deleted.ids) expect(after.get(id)?.deletedAt).toBe(bench.now);

      const { undone } = await bench.call(undoOperation, { change_id: done.changeId });
      expect(undone).toBe(touched.size);
      expect(await rows()).toEqual(before);
      // What was brought back is not taken again.
      const again = await run();
      const young = [...again.archived.ids, ...again.deleted.ids];
      expect(young.filter((id) => touched.has(id))).toEqual([]);
      expect(again.kept).toBeGreaterThanOrEqual(touched.size);
    },
    30_000,
  );

  it('is not the same as of another moment, or once somebody has said otherwise', async () => {
    const memories = made(4);
    await bench.store.write(async (unit) => {
      for (const memory of memories) await unit.memories.insert(memory);
    });
    const said = await run({ dry_run: true });
    bench.now += 60 * day;
    const later = await run({ dry_run: true });
    expect(later.archived.count).toBeGreaterThan(said.archived.count);
    const [spared = ''] = said.archived.ids;
    await bench.dispatcher.dispatch('pin_memory', { memory_id: spared }, { actor: person });
    const done = await run({ as_of: said.asOf });
    expect(idsOf(done).archived).toEqual(idsOf(said).archived.filter((id) => id !== spared));
    expect((await bench.stored(spared)).status).toBe('resolved');
  });
});

describe('one memory', () => {
  const old = () => bench.now - 400 * day;
  const aged = (change: Partial<Memory>) => bench.insert({ createdAt: old(), updatedAt: old(), ...change });
  const blocker = (change: Partial<Memory> = {}) =>
    aged({ category: 'blocker', status: 'resolved', resolvedAt: old(), ...change });
  const conversation = (change: Partial<Memory> = {}) => aged({ category: 'conversation', ...change });

  it.each<[string, () => Promise<Memory>, 'archived' | 'deleted' | null]>([
    ['a resolved blocker', () => blocker(), 'archived'],
    ['one for all projects, of a person', () => blocker({ scope: 'global', project: null }), 'archived'],
    ['one that is pinned', () => blocker({ pinned: true }), null],
    ['one with a reminder', () => blocker({ reminder: { at: bench.now + day, recurrence: null } }), null],
    ['one that was resolved of late', () => blocker({ resolvedAt: bench.now - 80 * day }), null],
    ['one that was written here of late', () => blocker({ updatedAt: bench.now - day }), null],
    ['one that is open', () => blocker({ status: 'active', resolvedAt: null }), null],
    ['a conversation', () => conversation(), 'deleted'],
    ['one that was put away', () => conversation({ status: 'archived' }), 'deleted'],
    ['one that was imported yesterday', () => conversation({ updatedAt: bench.now - day }), null],
    ['one that waits in the Inbox', () => conversation({ status: 'candidate' }), null],
    ['a decision', () => aged({ category: 'decision' }), null],
    ['one that was deleted', () => conversation({ deletedAt: old() }), null],
  ])('%s', async (_what, make, wanted) => {
    const { id } = await make();
    const result = await run();
    expect({
      archived: result.archived.ids,
      deleted: result.deleted.ids,
      purged: result.purged.count,
    }).toEqual({
      archived: wanted === 'archived' ? [id] : [],
      deleted: wanted === 'deleted' ? [id] : [],
      purged: 0,
    });
  });

  it('stays while a session at work or a claim names it', async () => {
    const { id } = await blocker();
    const said = await conversation({ session: 'at work' });
    await bench.dispatcher.dispatch('session_start', { session_id: 'at work' }, { actor: agent });
    await bench.dispatcher.dispatch(
      'claim_item',
      { session_id: 'at work', resource: 'the harbour', note: `see [${id.slice(-10)}]` },
      { actor: agent, project: projectId },
    );
    const held = await run();
    expect([held.archived.count, held.deleted.count, held.kept]).toEqual([0, 0, 2]);
    await bench.dispatcher.dispatch('session_end', { session_id: 'at work' }, { actor: agent });
    expect(idsOf(await run())).toMatchObject({ archived: [id], deleted: [said.id] });
  });

  it.each([
    ['0', { retention: { resolvedBlockerDays: 0, conversationDays: 0 } }],
    ['null', { retention: { resolvedBlockerDays: null, conversationDays: null } }],
  ])('stays for good where the setting is %s', async (_what, set) => {
    await blocker();
    await conversation();
    await bench.dispatcher.dispatch('configure', { set }, { actor: person });
    const kept = await run();
    expect([kept.archived.count, kept.deleted.count]).toEqual([0, 0]);
    const asked = await run({ resolved_blockers_days: 90, conversations_days: 180 });
    expect([asked.archived.count, asked.deleted.count]).toEqual([1, 1]);
  });

  it('is gone for good 30 days after retention has deleted it, and only then', async () => {
    const { id } = await conversation();
    const byHand = await conversation();
    await bench.dispatcher.dispatch('delete_memory', { memory_id: byHand.id }, { actor: person });
    await run();
    bench.now += 29 * day;
    expect((await run()).purged.count).toBe(0);
    bench.now += 2 * day;
    expect((await run({ dry_run: true })).purged.ids).toEqual([id]);
    expect((await run()).purged.ids).toEqual([id]);
    expect(await bench.store.read((unit) => unit.memories.get(id))).toBeUndefined();
    expect((await bench.stored(byHand.id)).deletedAt).not.toBeNull();
  });

  it('is for a person to take by its age, and for an agent to look at', async () => {
    const { id } = await blocker();
    const refused = await refusal(bench.call(runRetentionOperation, {}, { actor: agent }));
    expect(refused).toMatchObject({ code: 'forbidden' });
    const look = await bench.ended(
      await bench.call(runRetentionOperation, { dry_run: true }, { actor: agent }),
    );
    expect(retentionResultSchema.parse(look.result).archived.ids).toEqual([id]);
  });

  it('is told of in the log and in the status, with the change that undo takes back', async () => {
    const { id } = await blocker();
    const { changeId } = await run();
    const { entries, text } = await bench.call(upkeepLogOperation, {});
    expect(entries).toMatchObject([{ kind: 'retention', by: person, changeId, counts: { archived: 1 } }]);
    expect(text).toContain('Retention archived 1, by terminal (undo ');
    expect((await bench.call(memoryStatusOperation, {})).text).toContain('Retention archived 1');
    await bench.call(undoOperation, { change_id: changeId });
    expect((await bench.stored(id)).status).toBe('resolved');
  });
});

describe('by the clock', () => {
  const due = () =>
    new DueRetention({
      store: bench.store,
      rules: () => bench.config.retention,
      clock: { now: () => bench.now, monotonic: () => performance.now() },
      ids: { next: () => crypto.randomUUID() },
      emit: (event) => bench.runner.hear(event),
    });
  const ended = async (): Promise<void> => {
    const [job] = await bench.store.read((unit) => unit.jobs.list({ kinds: ['run_retention'] }));
    await bench.ended({ job: job?.id ?? '' });
  };

  it('says what it will do the first time, and does it a week later, then at once', async () => {
    expect(await due().run()).toBe('nothing');
    const at = bench.now - 400 * day;
    const aged = { createdAt: at, updatedAt: at };
    const first = await bench.insert({ category: 'conversation', ...aged });
    expect(await due().run()).toBe('announced');
    await ended();
    expect((await bench.stored(first.id)).deletedAt).toBeNull();
    expect((await bench.call(upkeepLogOperation, {})).text).toContain('would have deleted 1, by the clock');
    expect(await due().run()).toBe('waiting');
    bench.now += noticeDays * day;
    expect(await due().run()).toBe('queued');
    await ended();
    expect((await bench.stored(first.id)).deletedAt).not.toBeNull();
    const second = await bench.insert({ category: 'conversation', ...aged });
    expect(await due().run()).toBe('queued');
    await ended();
    expect((await bench.stored(second.id)).deletedAt).not.toBeNull();
  });
});

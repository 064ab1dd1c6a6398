import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { agent, day, OperationsBench, person, refusal } from '../../../dev/operations/operationsBench.ts';
import { advanceReminderOperation } from '../../../src/protocol/operations/memories/advanceReminder.ts';
import { clearReminderOperation } from '../../../src/protocol/operations/memories/clearReminder.ts';
import { getHistoryOperation } from '../../../src/protocol/operations/memories/getHistory.ts';
import { getMemoryOperation } from '../../../src/protocol/operations/memories/getMemory.ts';
import { listRemindersOperation } from '../../../src/protocol/operations/memories/listReminders.ts';
import { markProcedureReviewedOperation } from '../../../src/protocol/operations/memories/markProcedureReviewed.ts';
import { setReminderOperation } from '../../../src/protocol/operations/memories/setReminder.ts';
import { setReviewIntervalOperation } from '../../../src/protocol/operations/memories/setReviewInterval.ts';
import { undoOperation } from '../../../src/protocol/operations/memories/undo.ts';

let bench: OperationsBench;
beforeEach(async () => {
  bench = await OperationsBench.open();
});
afterEach(() => bench.close());

const zone = { time_zone: 'Europe/Berlin' };
/** 21 November 2026, a Saturday, 13:00 in Berlin. */
const set = (input: object) =>
  bench.call(setReminderOperation, { reminder_at: 'tomorrow 9am', ...zone, ...input });
const due = async (input: object = {}) =>
  (await bench.call(listRemindersOperation, { days: 0, ...input })).reminders.map(({ title, what }) => [
    title,
    what,
  ]);
const memoryOf = async (id: string) => (await bench.call(getMemoryOperation, { ids: [id] })).memories[0];

describe('a reminder', () => {
  it('is due from its time on, until it is done', async () => {
    const { memory } = await bench.remember('Renew the certificate');
    const made = await set({ memory_id: memory.shortId });
    expect(made.memory.reminder).toEqual({ at: Date.UTC(2026, 10, 22, 8), recurrence: null });
    expect(made.text).toContain('Due Sunday, 22 November 2026, 09:00 (Europe/Berlin).');
    expect(await due()).toEqual([]);
    expect(await due({ days: 1 })).toEqual([['Renew the certificate', 'reminder']]);
    bench.now += day;
    expect(await due()).toEqual([['Renew the certificate', 'reminder']]);
    const done = await bench.call(advanceReminderOperation, { memory_id: memory.id });
    expect(done).toMatchObject({ due: '', memory: { reminder: null } });
    expect(await due()).toEqual([]);
    await bench.call(undoOperation, { change_id: done.changeId });
    expect(await due()).toHaveLength(1);
  });

  it('of something new keeps it, and a known thing gets it', async () => {
    const made = await set({
      content: 'Check backups of !12',
      recurrence: 'weekly:monday',
      entities: ['ops'],
    });
    expect(made.memory).toMatchObject({ category: 'event', entities: ['ops', '!12'], revision: 1 });
    const again = await set({ content: 'Check backups of !12', reminder_at: '2026-12-24 10:00' });
    expect(again.memory).toMatchObject({ id: made.memory.id, reminder: { recurrence: null } });
    await bench.call(undoOperation, { change_id: again.changeId });
    expect((await memoryOf(made.memory.id))?.reminder?.recurrence).toBe('weekly:monday');
  });

  it('that comes back moves on, and is undone and cleared like other changes', async () => {
    const { memory } = await bench.remember('Rotate keys', { category: 'procedure' });
    await set({ memory_id: memory.id, reminder_at: '2026-11-30', recurrence: 'monthly' });
    bench.now = Date.UTC(2027, 2, 5);
    const moved = await bench.call(advanceReminderOperation, { memory_id: memory.id, ...zone });
    expect(moved.due).toBe('Tuesday, 30 March 2027, 09:00 (Europe/Berlin), monthly:30');
    const cleared = await bench.call(clearReminderOperation, { memory_id: memory.id });
    expect(cleared.memory.reminder).toBeNull();
    expect(await bench.call(clearReminderOperation, { memory_id: memory.id })).toMatchObject({
      changed: false,
    });
    await bench.call(undoOperation, { change_id: cleared.changeId });
    expect((await memoryOf(memory.id))?.reminder?.recurrence).toBe('monthly:30');
    const { changes } = await bench.call(getHistoryOperation, { memory_id: memory.id });
    expect(changes.map(({ action }) => action)).toEqual(['create', 'remind', 'remind', 'unremind', 'undo']);
  });

  it.each([
    [
      { reminder_at: 'yesterday' },
      'reminder_at: "yesterday" is Friday, 20 November 2026, 09:00 (Europe/Berlin), which is past.',
    ],
    [{ reminder_at: 'soon' }, 'reminder_at: "soon" is no time that is understood. Say an ISO date'],
    [{ reminder_at: 'every monday 9:00' }, 'recurrence: is for how often. Say daily, weekly'],
    [{ reminder_at: 'weekly' }, 'recurrence: is for how often. Say daily, weekly'],
    [{ recurrence: 'hourly' }, 'recurrence: "hourly" is none. Say daily, weekly'],
    [{ time_zone: 'Mars/Olympus' }, 'time_zone: "Mars/Olympus" is no time zone'],
    [{ memory_id: null }, 'memory_id: is missing.'],
  ])('is refused with what to say instead: %j', async (input, said) => {
    const { memory } = await bench.remember('Renew the certificate');
    const error = await refusal(set({ memory_id: memory.id, ...input }));
    expect(error).toMatchObject({ code: 'invalid_input' });
    expect(error.message).toContain(said);
  });

  it('is for what holds, and what is not there cannot be advanced', async () => {
    const archived = await bench.insert({ status: 'archived' });
    expect((await refusal(set({ memory_id: archived.id }))).message).toContain(
      'is archived. Use restore first.',
    );
    const { memory } = await bench.remember('Nothing to do');
    const error = await refusal(bench.call(advanceReminderOperation, { memory_id: memory.id }));
    expect(error.message).toContain('has no reminder. Give it one with set_reminder.');
    const pinned = await bench.insert({ pinned: true, trust: 'user' });
    const said = { reminder_at: '+1d', memory_id: pinned.id };
    expect(await refusal(bench.call(setReminderOperation, said, { actor: agent }))).toMatchObject({
      code: 'forbidden',
    });
    expect(await bench.call(setReminderOperation, said, { actor: person })).toMatchObject({ changed: true });
  });
});

describe('a procedure', () => {
  it('is due for review when its interval is over, again and again', async () => {
    const { memory } = await bench.remember('Deploy with make ship', { category: 'procedure' });
    const every = (interval_days: number | null) =>
      bench.call(setReviewIntervalOperation, { memory_id: memory.id, interval_days });
    await every(30);
    expect(await due()).toEqual([]);
    bench.now += 31 * day;
    expect(await due()).toEqual([['Deploy with make ship', 'review']]);
    const reviewed = await bench.call(
      markProcedureReviewedOperation,
      { memory_id: memory.id },
      { actor: agent },
    );
    expect(reviewed.memory.review).toEqual({ reviewedAt: bench.now, everyDays: 30 });
    expect(await due()).toEqual([]);
    bench.now += 31 * day;
    expect(await due()).toHaveLength(1);
    const never = await every(null);
    expect(await due()).toEqual([]);
    await bench.call(undoOperation, { change_id: never.changeId });
    expect(await due()).toHaveLength(1);
    const all = await bench.call(listRemindersOperation, { all_projects: true });
    expect(all.text).toContain('review due since 1d');
  });

  it('is what is reviewed, and nothing else', async () => {
    const { memory } = await bench.remember('Use pnpm', { category: 'decision' });
    const error = await refusal(bench.call(markProcedureReviewedOperation, { memory_id: memory.id }));
    expect(error).toMatchObject({ code: 'invalid_input' });
    expect(error.message).toContain('is a decision; only procedures are reviewed.');
  });
});

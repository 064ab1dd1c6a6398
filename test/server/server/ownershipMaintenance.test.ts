import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { archiveReasonOf } from '../../../src/core/memory/archiveReason.ts';
import type { Change } from '../../../src/core/memory/history.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { sessionStaleAfter, type Session } from '../../../src/core/session/session.ts';
import type { MemoryEvent } from '../../../src/protocol/events.ts';
import { idempotencyLife, Maintenance } from '../../../src/upkeep/maintenance.ts';
import { Scheduler } from '../../../src/server/scheduler.ts';
import { uuidGenerator } from '../../../src/server/uuidGenerator.ts';
import { openStore } from '../../../src/store/sqlite/openStore.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';
import { tempDirectory, type TempDirectory } from '../../../dev/files/tempDirectory.ts';

const start = Date.UTC(2026, 0, 1);
const warnings: string[] = [];
const silent = () => {};
const logger = {
  trace: silent,
  debug: silent,
  info: silent,
  warn: (message: string) => void warnings.push(message),
  error: silent,
};

let temp: TempDirectory;
let store: SqliteStore;
let events: MemoryEvent[];
let now: number;
let graceFrom: number;
let count = 0;
let maintenance: Maintenance;
let historyDays: number | null;

beforeAll(async () => {
  temp = await tempDirectory('maintenance');
});
beforeEach(async () => {
  [now, graceFrom, events, historyDays] = [start, start, [], null];
  const clock = { now: () => now, monotonic: () => performance.now() };
  const home = await temp.makeDirectory(`home-${++count}`);
  store = await openStore({ home, logger, clock, beforeCommit: silent });
  maintenance = new Maintenance({
    store,
    clock,
    ids: uuidGenerator,
    emit: (event) => void events.push(event),
    graceFrom: () => graceFrom,
    sessionDays: () => 30,
    historyDays: () => historyDays,
  });
});
afterEach(() => store.close());
afterAll(() => temp.dispose());

function memory(content: string, change: Partial<Memory> = {}): Memory {
  return makeMemory({
    id: uuidGenerator.next(),
    category: 'fact',
    scope: 'global',
    project: null,
    title: content,
    content,
    source: { kind: 'commit' },
    trust: 'external',
    confidence: 0.5,
    status: 'candidate',
    createdAt: start,
    updatedAt: start,
    ...change,
  });
}

describe('chores', () => {
  it('reject candidates whose time is up, in slices, with their history', async () => {
    const expired = Array.from({ length: 45 }, (_, index) =>
      memory(`old ${index}`, { expiresAt: start + 1 }),
    );
    const kept = [memory('young', { expiresAt: start + 1e9 }), memory('accepted', { status: 'active' })];
    await store.write(async (unit) => {
      for (const each of [...expired, ...kept]) await unit.memories.insert(each);
    });
    now = start + 1_000;
    expect(await maintenance.expireMemories()).toBe(45);
    expect(await maintenance.expireMemories()).toBe(0);
    const statuses = await store.read(async (unit) =>
      (await unit.memories.getMany([...expired, ...kept].map(({ id }) => id))).map(({ status }) => status),
    );
    expect(statuses).toEqual([...Array<string>(45).fill('rejected'), 'candidate', 'active']);
    const history = await store.read((unit) => unit.history.ofMemory(expired[0]?.id ?? ''));
    expect(history).toMatchObject([
      { action: 'expire', actor: { kind: 'system' }, revision: 2, before: { status: 'candidate' } },
    ]);
    expect(events).toHaveLength(3);
    expect(events.flatMap((event) => (event.kind === 'memories' ? event.ids : []))).toHaveLength(45);
  });

  it('archive what was to hold until now, once and with its reason, and leave what still holds', async () => {
    const until = (content: string, expiresAt: number | null, change: Partial<Memory> = {}): Memory =>
      memory(content, { status: 'active', expiresAt, ...change });
    const past = [until('scaffolding', start + 1), until('cut', start + 2, { status: 'resolved' })];
    const kept = [
      until('pass', start + 1e9),
      until('rule', null),
      until('gone', start, { deletedAt: start }),
    ];
    await store.write(async (unit) => {
      for (const each of [...past, ...kept]) await unit.memories.insert(each);
    });
    now = start + 1_000;
    expect([await maintenance.expireMemories(), await maintenance.expireMemories()]).toEqual([2, 0]);
    const all = await store.read((unit) => unit.memories.getMany([...past, ...kept].map(({ id }) => id)));
    expect(all.map(({ status }) => status)).toEqual(['archived', 'archived', 'active', 'active', 'active']);
    expect(all.slice(0, 2).map(archiveReasonOf)).toEqual(['It has expired', 'It has expired']);
    const history = await store.read((unit) => unit.history.ofMemory(past[0]?.id ?? ''));
    expect(history).toMatchObject([{ action: 'expire', before: { status: 'active' } }]);
  });

  it('thin the history as the setting says, and keep all of it without one', async () => {
    const change = (id: string, at: number): Change => ({
      id,
      groupId: id,
      memoryId: 'm',
      action: 'edit',
      actor: { kind: 'user' },
      at,
      before: memory('before'),
      revision: 2,
      undoneBy: null,
    });
    await store.write(async (unit) => {
      for (let index = 0; index < 250; index += 1)
        await unit.history.append(
          change(`00000000-0000-7000-8000-${String(index).padStart(12, '0')}`, start),
        );
      await unit.history.append(change('00000000-0000-7000-8000-00000000ffff', start + 40 * 86_400_000));
    });
    const kept = async () =>
      (await store.read((unit) => unit.history.ofMemory('m'))).filter(({ before }) => before !== null).length;
    now = start + 60 * 86_400_000;
    expect([await maintenance.thinHistory(), await kept()]).toEqual([0, 251]);
    historyDays = 30;
    expect([await maintenance.thinHistory(), await kept()]).toEqual([250, 1]);
    expect(await store.read((unit) => unit.history.ofMemory('m'))).toHaveLength(251);
  });

  it('free what silent sessions hold, after one whole interval of grace', async () => {
    const session = (id: string, heartbeatAt: number): Session => ({
      id,
      project: null,
      agent: 'opencode',
      title: null,
      state: 'active',
      startedAt: start,
      heartbeatAt,
      endedAt: null,
      summary: null,
      handOver: null,
      continues: null,
      metadata: {},
    });
    now = start + 10 * sessionStaleAfter;
    await store.write(async (unit) => {
      await unit.sessions.upsert(session('silent', start));
      await unit.sessions.upsert(session('heard', now));
      for (const sessionId of ['silent', 'heard'])
        await unit.claims.put({
          resource: sessionId,
          project: null,
          sessionId,
          note: null,
          claimedAt: start,
        });
    });
    // The owner has just begun to listen: nobody had a chance to be heard.
    graceFrom = now - sessionStaleAfter + 1;
    expect(await maintenance.retireSessions()).toBe(0);
    graceFrom = start;
    expect(await maintenance.retireSessions()).toBe(1);
    expect(events).toEqual([{ kind: 'sessions', ids: ['silent'] }]);
    const [left, stale] = await store.read(async (unit) => [
      await unit.claims.list({}),
      await unit.sessions.get('silent'),
    ]);
    expect(left).toMatchObject([{ sessionId: 'heard' }]);
    expect(stale).toMatchObject({ state: 'stale' });
    expect(await maintenance.retireSessions()).toBe(0);
  });

  it('forget who was at work long ago, and nothing that they remembered', async () => {
    const session = (id: string, state: Session['state'], endedAt: number | null): Session => ({
      id,
      project: null,
      agent: 'opencode',
      title: null,
      state,
      startedAt: start,
      heartbeatAt: start,
      endedAt,
      summary: null,
      handOver: null,
      continues: null,
      metadata: {},
    });
    const kept = memory('Said in a session that is long over', { scope: 'session', session: 'ended 0' });
    await store.write(async (unit) => {
      for (let index = 0; index < 45; index += 1)
        await unit.sessions.upsert(session(`ended ${index}`, 'ended', start));
      await unit.sessions.upsert(session('silent', 'stale', null));
      await unit.sessions.upsert(session('late', 'ended', start + 1));
      await unit.sessions.upsert(session('at work', 'active', null));
      await unit.memories.insert(kept);
    });
    now = start + 30 * 24 * 3_600_000;
    expect(await maintenance.forgetSessions()).toBe(0);
    now += 1;
    expect(await maintenance.forgetSessions()).toBe(46);
    expect((await store.read((unit) => unit.sessions.list({}))).map(({ id }) => id)).toEqual([
      'at work',
      'late',
    ]);
    expect(await store.read((unit) => unit.memories.get(kept.id))).toEqual(kept);
  });

  it('remove answers after a week and entries after their time', async () => {
    const entry = { operation: 'remember', inputHash: 'x', reply: '{}' };
    await store.write(async (unit) => {
      await unit.idempotency.put('old', { ...entry, at: start });
      await unit.idempotency.put('young', { ...entry, at: start + 2_000 });
      await unit.keyValues.set('space', 'short', 1, start + 5, start);
      await unit.keyValues.set('space', 'long', 2, null, start);
    });
    now = start + idempotencyLife + 1_000;
    await maintenance.removeExpired();
    await store.read(async (unit) => {
      expect(await unit.idempotency.find('old')).toBeUndefined();
      expect(await unit.idempotency.find('young')).toMatchObject({ operation: 'remember' });
      // Asked as of long ago, when the short one would still be good, had it not been removed.
      expect((await unit.keyValues.list('space', start)).map(({ key }) => key)).toEqual(['long']);
    });
  });

  it('put jobs back that an owner left running', async () => {
    const job = { kind: 'embed', project: null, payload: {} };
    await store.write((unit) => unit.jobs.enqueue({ ...job, id: 'a', createdAt: start }));
    expect(await store.write((unit) => unit.jobs.take(['embed'], now))).toMatchObject({ id: 'a' });
    expect(await store.write((unit) => unit.jobs.take(['embed'], now))).toBeUndefined();
    expect(await store.write((unit) => unit.jobs.requeueRunning())).toBe(1);
    expect(await store.write((unit) => unit.jobs.take(['embed'], now))).toMatchObject({ id: 'a' });
  });

  it('forget jobs that ended long ago, and all but the latest', async () => {
    const end = async (id: string, at: number) =>
      store.write(async (unit) => {
        await unit.jobs.enqueue({ kind: 'embed', project: null, payload: id, id, createdAt: at });
        await unit.jobs.take(['embed'], at);
        await unit.jobs.finish(id, { state: 'failed', error: 'for good' }, at);
      });
    now = start + 30 * 24 * 3_600_000;
    await end('old', start);
    for (let count = 0; count < 52; count++) await end(`young-${count}`, now + count);
    await store.write((unit) =>
      unit.jobs.enqueue({ kind: 'embed', project: null, payload: 1, id: 'waits', createdAt: start }),
    );
    await maintenance.removeExpired();
    const left = (await store.read((unit) => unit.jobs.list({}))).map(({ id }) => id);
    expect(left).toHaveLength(51);
    expect(left).toContain('waits');
    expect(left).not.toContain('old');
    expect(left).not.toContain('young-1');
    expect(left).toContain('young-2');
  });
});

describe('the scheduler', () => {
  it('runs chores at their times and waits for the one that runs when it stops', async () => {
    const scheduler = new Scheduler(logger);
    let runs = 0;
    let finished = 0;
    const begun = new Promise<void>((resolve) =>
      scheduler.add({
        name: 'each second',
        pattern: '* * * * * *',
        run: async () => {
          runs++;
          resolve();
          await new Promise((done) => setTimeout(done, 50));
          finished++;
        },
      }),
    );
    await begun;
    await scheduler.stop();
    expect([runs, finished]).toEqual([1, 1]);
  });

  it('logs a chore that fails', async () => {
    const scheduler = new Scheduler(logger);
    await scheduler.runNow({ name: 'broken', run: () => Promise.reject(new Error('no')) });
    expect(warnings).toEqual(['A chore failed and will be tried again.']);
    await scheduler.stop();
  });
});

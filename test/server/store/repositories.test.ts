import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import type { Change } from '../../../src/core/memory/history.ts';
import type { Session } from '../../../src/core/session/session.ts';
import type { Job, NewJob } from '../../../src/core/jobs/job.ts';
import type { ReadUnit } from '../../../src/store/ports/readUnit.ts';
import type { UnitOfWork } from '../../../src/store/ports/unitOfWork.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';
import { sampleMemory, StoreBench } from '../../../dev/store/storeBench.ts';

let bench: StoreBench;
let store: SqliteStore;
const write = <T>(work: (unit: UnitOfWork) => Promise<T>) => store.write(work);
const read = <T>(work: (unit: ReadUnit) => Promise<T>) => store.read(work);

beforeEach(async () => {
  bench = await StoreBench.create();
  store = await bench.open();
});
afterEach(() => bench[Symbol.asyncDispose]());

describe('history', () => {
  const change = (fields: Partial<Change>): Change => ({
    id: v7(),
    groupId: v7(),
    memoryId: 'm',
    action: 'edit',
    actor: { kind: 'agent', name: 'opencode' },
    at: 5,
    before: sampleMemory(),
    revision: 2,
    undoneBy: null,
    ...fields,
  });

  it('comes back whole, oldest first, by memory, change, group or the end of either', async () => {
    const groupId = v7();
    const first = change({ groupId, action: 'create', before: null, actor: { kind: 'user' } });
    const second = change({ groupId, memoryId: 'n' });
    const third = change({});
    await write(async (unit) => {
      for (const each of [third, second, first]) await unit.history.append(each);
    });
    const find = (id: string) => read((unit) => unit.history.find(id));
    expect(await read((unit) => unit.history.ofMemory('m'))).toEqual([first, third]);
    expect(await find(third.id)).toEqual([third]);
    expect(await find(groupId)).toEqual([first, second]);
    expect(await find(groupId.slice(-10))).toEqual([first, second]);
    expect(await find(second.id.slice(-12))).toEqual([second]);
    // The end is right, the beginning is not.
    expect(await find(`00000000-0000-7000-8000-${first.id.slice(-12)}`)).toEqual([]);
    await write((unit) => unit.history.markUndone([first.id, second.id], third.id));
    expect((await find(groupId)).map(({ undoneBy }) => undoneBy)).toEqual([third.id, third.id]);
  });
});

describe('sessions and claims', () => {
  const session = (fields: Partial<Session>): Session => ({
    id: 'one',
    project: 'p',
    agent: 'opencode',
    title: null,
    state: 'active',
    startedAt: 1,
    heartbeatAt: 2,
    endedAt: null,
    metadata: { a: 1 },
    ...fields,
  });

  it('are kept, replaced and listed', async () => {
    const one = session({});
    const two = session({ id: 'two', project: null, heartbeatAt: 9 });
    const ended = session({ id: 'three', state: 'ended', endedAt: 8, heartbeatAt: 1 });
    await write(async (unit) => {
      for (const each of [session({ title: 'old' }), one, two, ended]) await unit.sessions.upsert(each);
    });
    expect(await read((unit) => unit.sessions.get('one'))).toEqual(one);
    expect(await read((unit) => unit.sessions.get('none'))).toBeUndefined();
    expect(await read((unit) => unit.sessions.list({}))).toEqual([two, one, ended]);
    expect(await read((unit) => unit.sessions.list({ project: 'p', activeOnly: true }))).toEqual([one]);
    expect(await read((unit) => unit.sessions.list({ project: null }))).toEqual([two]);
  });

  it('hold one resource once in each project, and in none', async () => {
    const claim = (fields: object) => ({
      resource: 'file',
      project: 'p',
      sessionId: 's',
      note: null,
      claimedAt: 1,
      ...fields,
    });
    const claims = [
      claim({}),
      claim({ project: null, claimedAt: 2 }),
      claim({ resource: 'b', claimedAt: 3 }),
    ];
    await write(async (unit) => {
      for (const each of [claim({ sessionId: 'earlier' }), ...claims]) await unit.claims.put(each);
    });
    expect(await read((unit) => unit.claims.list({}))).toEqual(claims);
    expect(await read((unit) => unit.claims.get('file', null))).toEqual(claims[1]);
    expect(await read((unit) => unit.claims.list({ project: 'p', sessionId: 's' }))).toEqual([
      claims[0],
      claims[2],
    ]);
    await write((unit) => unit.claims.remove('file', null));
    expect(await read((unit) => unit.claims.get('file', null))).toBeUndefined();
    expect(await write((unit) => unit.claims.removeOfSession('s'))).toBe(2);
    expect(await read((unit) => unit.claims.list({}))).toEqual([]);
  });
});

describe('values', () => {
  it('are gone when their time is over', async () => {
    await write(async (unit) => {
      await unit.keyValues.set('n', 'forever', { a: [1] }, null, 0);
      await unit.keyValues.set('n', 'short', 1, 10, 0);
      await unit.keyValues.set('n', 'short', 2, 20, 0);
      await unit.keyValues.set('other', 'key', null, null, 0);
    });
    const keys = async (now: number) =>
      (await read((unit) => unit.keyValues.list('n', now))).map(({ key }) => key);
    expect(await read((unit) => unit.keyValues.get('n', 'short', 19))).toBe(2);
    expect(await read((unit) => unit.keyValues.get('n', 'short', 20))).toBeUndefined();
    expect(await read((unit) => unit.keyValues.get('n', 'forever', 99))).toEqual({ a: [1] });
    expect([await keys(19), await keys(20)]).toEqual([['forever', 'short'], ['forever']]);
    expect(await write((unit) => unit.keyValues.removeExpired(20))).toBe(1);
    await write((unit) => unit.keyValues.remove('n', 'forever'));
    expect(await keys(0)).toEqual([]);
  });
});

describe('jobs', () => {
  const job = (fields: Partial<NewJob> = {}): NewJob => ({
    id: v7(),
    kind: 'embed',
    project: null,
    payload: { a: 1 },
    createdAt: 1,
    ...fields,
  });
  const enqueue = (...jobs: NewJob[]) =>
    write(async (unit) => {
      const queued: Job[] = [];
      for (const each of jobs) queued.push(await unit.jobs.enqueue(each));
      return queued;
    });
  const take = (now: number, kinds = ['embed']) => write((unit) => unit.jobs.take(kinds, now));
  const get = (id: string) => store.read((unit) => unit.jobs.get(id));

  it('are taken once, oldest first, when they are due, and again after a death', async () => {
    const jobs = [
      job({ createdAt: 2, project: 'one' }),
      job({ createdAt: 1, project: 'two' }),
      job({ kind: 'other' }),
    ] as const;
    await enqueue(...jobs);
    const first = await take(10);
    expect(first).toEqual({
      ...jobs[1],
      state: 'running',
      attempts: 1,
      runAfter: 0,
      cursor: null,
      progress: null,
      result: null,
      error: null,
      updatedAt: 10,
    });
    expect((await take(10))?.id).toBe(jobs[0].id);
    expect(await take(10)).toBeUndefined();
    await write(async (unit) => {
      const progress = { done: 3, total: 3 };
      await unit.jobs.finish(jobs[0].id, { state: 'done', progress, result: { path: 'x' } }, 11);
      await unit.jobs.finish(jobs[1].id, { state: 'queued', runAfter: 20, error: 'again' }, 11);
    });
    expect(await get(jobs[0].id)).toMatchObject({
      state: 'done',
      progress: { done: 3, total: 3 },
      result: { path: 'x' },
      updatedAt: 11,
    });
    expect(await take(19)).toBeUndefined();
    expect(await store.read((unit) => unit.jobs.nextDue(['embed']))).toBe(20);
    expect(await take(20)).toMatchObject({ id: first?.id, attempts: 2, error: 'again' });
    expect(await store.read((unit) => unit.jobs.nextDue(['embed']))).toBeUndefined();
    expect(await write((unit) => unit.jobs.requeueRunning())).toBe(1);
    expect((await take(20))?.id).toBe(first?.id);
    await write((unit) => unit.jobs.finish(jobs[1].id, { state: 'failed', error: 'for good' }, 21));
    expect(await write((unit) => unit.jobs.requeueRunning())).toBe(0);
  });

  it('are one at work of a kind and project, and one in the queue of the same wish', async () => {
    const [a] = await enqueue(job());
    const [twin, other, elsewhere] = await enqueue(
      job({ createdAt: 2 }),
      job({ createdAt: 3, payload: { a: 2 } }),
      job({ createdAt: 4, project: 'one' }),
    );
    expect(twin?.id).toBe(a?.id);
    expect((await take(10))?.id).toBe(a?.id);
    expect((await take(10))?.id).toBe(elsewhere?.id);
    expect(await take(10)).toBeUndefined();
    // Also while it is at work: what is asked for is being done.
    expect((await enqueue(job({ createdAt: 5 })))[0]?.id).toBe(a?.id);
    await write((unit) => unit.jobs.finish(String(a?.id), { state: 'failed', error: 'no' }, 11));
    expect((await take(10))?.id).toBe(other?.id);
    expect((await enqueue(job({ createdAt: 6 })))[0]?.id).not.toBe(a?.id);
  });

  it('keep where they are, and count their attempts from where they got on', async () => {
    const [a] = await enqueue(job());
    const id = String(a?.id);
    const progress = { done: 1, total: 9 };
    for (const [cursor, attempts] of [
      ['x', 1],
      ['x', 2],
      ['x', 3],
      ['y', 1],
    ] as const) {
      await take(10);
      await write((unit) => unit.jobs.advance(id, cursor, progress, 12));
      expect(await get(id)).toMatchObject({ cursor, progress, attempts, updatedAt: 12 });
      await write((unit) => unit.jobs.requeueRunning());
    }
    // One that is put back in order has lost no attempt by it.
    await take(10);
    await write((unit) => unit.jobs.release(id, 13));
    expect(await get(id)).toMatchObject({ state: 'queued', attempts: 1, cursor: 'y' });
  });

  it('stay cancelled, whatever their worker says then', async () => {
    const [a, b] = await enqueue(job(), job({ payload: 2, createdAt: 2 }));
    const [running, waiting] = [String(a?.id), String(b?.id)];
    await take(10);
    const cancel = (id: string) => write((unit) => unit.jobs.cancel(id, 11));
    expect([await cancel(running), await cancel(waiting), await cancel(running)]).toEqual([
      true,
      true,
      false,
    ]);
    await write(async (unit) => {
      await unit.jobs.advance(running, 'z', { done: 1, total: 1 }, 12);
      await unit.jobs.finish(running, { state: 'queued', runAfter: 0, error: 'late' }, 12);
      await unit.jobs.release(running, 12);
    });
    expect(await get(running)).toMatchObject({ state: 'cancelled', cursor: null, updatedAt: 11 });
    expect(await take(20)).toBeUndefined();
    const found = await store.read((unit) => unit.jobs.list({ kinds: ['embed'], states: ['cancelled'] }));
    expect(found.map(({ id }) => id)).toEqual([waiting, running]);
    expect(await store.read((unit) => unit.jobs.findByTail(running.slice(-10)))).toEqual([running]);
  });
});

describe('projects', () => {
  it('are found by every name they ever had', async () => {
    const project = { id: 'example.org/group/app', name: 'app', aliases: ['group-app', 'root:abc'] };
    await write(async (unit) => {
      await unit.projects.upsert({ ...project, root: '/home/me/app' });
      await unit.projects.upsert({ ...project, name: 'App', aliases: ['newer'] });
      await unit.projects.upsert({ id: 'other', name: 'other', aliases: [] });
    });
    const whole = {
      ...project,
      name: 'App',
      aliases: ['group-app', 'newer', 'root:abc'],
      root: '/home/me/app',
    };
    for (const reference of [project.id, 'group-app', 'newer', 'root:abc', '/home/me/app'])
      expect(await read((unit) => unit.projects.findByReference(reference))).toEqual(whole);
    expect(await read((unit) => unit.projects.findByReference('unknown'))).toBeUndefined();
    expect(await read((unit) => unit.projects.list())).toHaveLength(2);
    await write((unit) => unit.projects.upsert({ id: 'other', name: 'other', aliases: ['newer'] }));
    expect((await read((unit) => unit.projects.findByReference('newer')))?.id).toBe('other');
  });
});

describe('replies', () => {
  it('are stored once for each key', async () => {
    const entry = { operation: 'remember', inputHash: 'h', reply: '{}', at: 10 };
    await write((unit) => unit.idempotency.put('k', entry));
    await expect(write((unit) => unit.idempotency.put('k', { ...entry, reply: 'x' }))).rejects.toMatchObject({
      code: 'conflict',
    });
    const { at: _, ...known } = entry;
    expect(await read((unit) => unit.idempotency.find('k'))).toEqual(known);
    expect(await write((unit) => unit.idempotency.removeBefore(10))).toBe(0);
    expect(await write((unit) => unit.idempotency.removeBefore(11))).toBe(1);
    expect(await read((unit) => unit.idempotency.find('k'))).toBeUndefined();
  });
});

describe('captures', () => {
  it('know commits, statements and how far a repository was read', async () => {
    await write(async (unit) => {
      await unit.captures.addCommit('p', { sha: 'a', patchId: null, at: 1 });
      await unit.captures.addCommit('p', { sha: 'a', patchId: 'x', at: 2 });
      await unit.captures.addStatement('p', 'print', 'm', 'a');
      await unit.captures.setCursor('p', '/root', 'a');
      await unit.captures.setCursor('p', '/root', 'b');
    });
    await read(async ({ captures }) => {
      expect(await captures.hasCommit('p', 'a')).toBe(true);
      expect(await captures.hasCommit('q', 'a')).toBe(false);
      expect(await captures.findStatement('p', 'print')).toEqual({ memoryId: 'm' });
      expect(await captures.findStatement('p', 'other')).toBeUndefined();
      expect(await captures.getCursor('p', '/root')).toBe('b');
      expect(await captures.getCursor('p', '/else')).toBeUndefined();
    });
  });
});

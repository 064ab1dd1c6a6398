import { describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import type { Job, NewJob } from '../../../src/core/jobs/job.ts';
import { GivenStore, type OpenStore } from './givenStore.ts';

/** The durable queue. */
export function describeJobs(openStore: OpenStore): void {
  const given = new GivenStore(openStore);
  const { read, write } = given;

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
    const get = (id: string) => read((unit) => unit.jobs.get(id));

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
      expect(await read((unit) => unit.jobs.nextDue(['embed']))).toBe(20);
      expect(await take(20)).toMatchObject({ id: first?.id, attempts: 2, error: 'again' });
      expect(await read((unit) => unit.jobs.nextDue(['embed']))).toBeUndefined();
      expect(await write((unit) => unit.jobs.requeueRunning())).toBe(1);
      expect((await take(20))?.id).toBe(first?.id);
      await write((unit) => unit.jobs.finish(jobs[1].id, { state: 'failed', error: 'for good' }, 21));
      expect(await read((unit) => unit.jobs.counts())).toEqual([
        { kind: 'embed', state: 'done', count: 1 },
        { kind: 'embed', state: 'failed', count: 1 },
        { kind: 'other', state: 'queued', count: 1 },
      ]);
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
      const found = await read((unit) => unit.jobs.list({ kinds: ['embed'], states: ['cancelled'] }));
      expect(found.map(({ id }) => id)).toEqual([waiting, running]);
      expect(await read((unit) => unit.jobs.findByTail(running.slice(-10)))).toEqual([running]);
    });

    it('are listed newest first, and forgotten when they have ended and are old or many', async () => {
      const queued = await enqueue(...[1, 2, 3, 4].map((at) => job({ createdAt: at, project: `p${at}` })));
      const ids = queued.map(({ id }) => id);
      const list = async (filter: object) =>
        (await read((unit) => unit.jobs.list(filter))).map(({ id }) => ids.indexOf(id));
      expect(await list({})).toEqual([3, 2, 1, 0]);
      expect(await list({ limit: 2, states: ['queued'] })).toEqual([3, 2]);
      expect(await list({ ids: [ids[2], ids[0]] })).toEqual([2, 0]);
      expect(await list({ kinds: ['other'] })).toEqual([]);
      for (const [at, id] of ids.slice(0, 3).entries()) {
        await take(10);
        await write((unit) => unit.jobs.finish(id, { state: 'failed', error: 'no' }, 100 + at));
      }
      expect(await write((unit) => unit.jobs.thin(101, 9))).toBe(1);
      expect(await write((unit) => unit.jobs.thin(0, 1))).toBe(1);
      expect(await list({})).toEqual([3, 2]);
    });
  });
}

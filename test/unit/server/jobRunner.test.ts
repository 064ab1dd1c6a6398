import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryBridgeError } from '../../../src/core/errors.ts';
import { mostAttempts } from '../../../src/core/jobs/jobRetries.ts';
import type { Logger } from '../../../src/core/ports.ts';
import type { MemoryEvent } from '../../../src/protocol/events.ts';
import { JobRunner } from '../../../src/server/jobs/jobRunner.ts';
import type { JobWorker, Slice } from '../../../src/server/jobs/jobWorker.ts';
import { FakeJobStore } from './fakeJobStore.ts';

const nothing = () => {};
const silent: Logger = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Counts to a number, one a slice, and tells what happens to it. */
class Counter implements JobWorker {
  readonly kind: string;
  readonly log: string[] = [];
  readonly steps: number;
  /** Called in each slice; what it throws is the failure of it. */
  onSlice: (at: number) => void | Promise<void> = nothing;
  prepare?: NonNullable<JobWorker['prepare']>;

  constructor(kind: string, steps: number) {
    this.kind = kind;
    this.steps = steps;
  }

  readonly slice: JobWorker['slice'] = async (job): Promise<Slice> => {
    const at = (typeof job.cursor === 'number' ? job.cursor : 0) + 1;
    await this.onSlice(at);
    this.log.push(`${job.id} ${at}`);
    const isDone = at === this.steps;
    return {
      cursor: at,
      progress: { done: at, total: this.steps },
      isDone,
      ...(isDone ? { result: 'counted' } : {}),
    };
  };

  readonly letGo: NonNullable<JobWorker['letGo']> = async (job, end) => {
    this.log.push(`${job.id} ${end}`);
  };
}

let fake: FakeJobStore;
let events: MemoryEvent[];
let runner: JobRunner | undefined;
let now: number;
/** By which the clock goes on with each look at it, ms. */
let tick: number;

const begin = async (...workers: JobWorker[]): Promise<JobRunner> => {
  runner = new JobRunner({
    store: fake.store,
    clock: { now: () => (now += tick), monotonic: () => now },
    logger: silent,
    emit: (event) => events.push(event),
  });
  await runner.start(workers);
  return runner;
};
/** Turns of the loop, until it is so; time stands still meanwhile. */
const soon = async (isSo: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 10_000 && !isSo(); turn++) await nextTurn();
  expect(isSo()).toBe(true);
};
const pass = (milliseconds: number): void => {
  now += milliseconds;
  vi.advanceTimersByTime(milliseconds);
};

/** Time passes while nobody has anything to do. */
const rest = async (milliseconds: number): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await nextTurn();
  pass(milliseconds);
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  fake = new FakeJobStore();
  events = [];
  now = 1_000;
  tick = 0;
});
afterEach(async () => {
  await runner?.stop();
  runner = undefined;
  vi.useRealTimers();
});

describe('a job', () => {
  it('is worked on slice by slice, and keeps what came of it', async () => {
    const id = await fake.add({ kind: 'count' });
    const worker = new Counter('count', 3);
    await begin(worker);
    await soon(() => fake.get(id).state === 'done');
    expect(fake.get(id)).toMatchObject({ progress: { done: 3, total: 3 }, result: 'counted', attempts: 1 });
    await soon(() => worker.log.length === 4);
    expect(worker.log).toEqual([`${id} 1`, `${id} 2`, `${id} 3`, `${id} done`]);
  });

  it('goes on where the last owner was, however often that died', async () => {
    const id = await fake.add({ kind: 'count' });
    const worker = new Counter('count', 40);
    for (let kill = 1; kill <= mostAttempts + 3; kill++) {
      // As a kill leaves it: nothing is put back.
      const reached = kill * 4;
      let release = nothing;
      worker.onSlice = (at) => (at > reached ? new Promise((resolve) => (release = resolve)) : undefined);
      const dead = await begin(worker);
      await soon(() => fake.get(id).cursor === reached && release !== nothing);
      const left = fake.get(id);
      expect(left.state).toBe('running');
      dead.pause();
      release();
      await dead.stop();
      fake.jobs.set(id, left);
    }
    worker.onSlice = nothing;
    await begin(worker);
    await soon(() => fake.get(id).state === 'done');
    expect(fake.get(id).progress).toEqual({ done: 40, total: 40 });
  });

  it('is given up when the process ends each time before it gets on', async () => {
    const id = await fake.add({ kind: 'count' });
    const worker = new Counter('count', 3);
    for (let kill = 0; kill < mostAttempts; kill++) {
      await fake.unit.jobs.take(['count'], now);
      await fake.unit.jobs.requeueRunning();
    }
    await begin(worker);
    await soon(() => fake.get(id).state === 'failed');
    expect(fake.get(id).error).toContain(`begun ${mostAttempts} times`);
    await soon(() => worker.log.length > 0);
    expect(worker.log).toEqual([`${id} failed`]);
  });

  it('is tried again after longer and longer rests, and then fails with a sentence', async () => {
    const id = await fake.add({ kind: 'count' });
    const worker = new Counter('count', 3);
    worker.onSlice = () => {
      throw new Error('The disk is away.');
    };
    await begin(worker);
    const rests: number[] = [];
    for (let attempt = 1; attempt < mostAttempts; attempt++) {
      await soon(() => worker.log.filter((line) => line.endsWith('again')).length === attempt);
      const { state, runAfter, error } = fake.get(id);
      expect([state, error]).toEqual(['queued', 'The disk is away.']);
      rests.push(runAfter - now);
      await rest(runAfter - now);
    }
    await soon(() => fake.get(id).state === 'failed');
    expect(rests).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(fake.get(id).error).toBe('The disk is away.');
  });

  it('waits as long as a failure asks for, and not at all for one that says it is wrong', async () => {
    const busy = await fake.add({ kind: 'busy' });
    const wrong = await fake.add({ kind: 'wrong' });
    const [first, second] = [new Counter('busy', 1), new Counter('wrong', 1)];
    first.onSlice = () => {
      throw new MemoryBridgeError('unavailable', 'Busy.', { retryAfter: 90 });
    };
    second.onSlice = () => {
      throw new MemoryBridgeError('invalid_input', 'There is no such thing.');
    };
    await begin(first, second);
    await soon(() => fake.get(busy).state === 'queued' && fake.get(wrong).state === 'failed');
    expect(fake.get(busy).runAfter).toBe(now + 90_000);
    expect(fake.get(wrong)).toMatchObject({ attempts: 1, error: 'There is no such thing.' });
  });

  it('takes back what a failed slice wrote, and counts attempts anew once it gets on', async () => {
    const id = await fake.add({ kind: 'count' });
    const worker = new Counter('count', 9);
    const fails = new Set([3, 6]);
    worker.onSlice = (at) => {
      if (fails.delete(at)) throw new Error('once');
    };
    await begin(worker);
    for (const cursor of [2, 5]) {
      await soon(() => fake.get(id).state === 'queued' && fake.get(id).cursor === cursor);
      expect(fake.get(id)).toMatchObject({ attempts: 1, runAfter: now + 1_000 });
      await rest(1_000);
    }
    await soon(() => fake.get(id).state === 'done');
  });

  it('is not begun anew while its end cannot be written down', async () => {
    const id = await fake.add({ kind: 'count' });
    const worker = new Counter('count', 1);
    let slices = 0;
    worker.onSlice = () => {
      slices += 1;
      fake.refusal = new Error('The disk is full.');
      throw fake.refusal;
    };
    await begin(worker);
    await soon(() => slices === 1);
    for (let time = 0; time < 3; time++) await rest(5_000);
    expect([slices, fake.get(id).state]).toEqual([1, 'running']);
    fake.refusal = undefined;
    worker.onSlice = nothing;
    await rest(5_000);
    await soon(() => fake.get(id).state === 'done');
  });
});

describe('cancelling', () => {
  it('takes effect between slices and leaves what was done', async () => {
    const id = await fake.add({ kind: 'count' });
    const worker = new Counter('count', 1_000_000);
    const running = await begin(worker);
    await soon(() => Number(fake.get(id).cursor) > 5);
    await fake.store.write((unit) => unit.jobs.cancel(id, now));
    const reached = fake.get(id).cursor;
    running.hear({ kind: 'jobs', ids: [id], projects: [null] });
    await soon(() => worker.log.at(-1) === `${id} cancelled`);
    expect(fake.get(id)).toMatchObject({ state: 'cancelled', cursor: reached });
    expect(worker.log.at(-2)).toBe(`${id} ${String(reached)}`);
  });

  it.each(['before it was begun', 'between two tries'])(
    'lets go of what waits in the queue %s',
    async (when) => {
      const id = await fake.add({ kind: 'count' });
      const worker = new Counter('count', 2);
      worker.onSlice = () => {
        throw new Error('The disk is away.');
      };
      if (when === 'before it was begun') fake.jobs.set(id, { ...fake.get(id), runAfter: now + 60_000 });
      const running = await begin(worker);
      if (when === 'between two tries') await soon(() => worker.log.at(-1) === `${id} again`);
      else await nextTurn();
      const hear = () => running.hear({ kind: 'jobs', ids: [id, 'unknown'], projects: [null] });
      hear();
      for (let turn = 0; turn < 20; turn++) await nextTurn();
      expect(worker.log).not.toContain(`${id} cancelled`);
      await fake.store.write((unit) => unit.jobs.cancel(id, now));
      hear();
      await soon(() => worker.log.at(-1) === `${id} cancelled`);
      expect(fake.get(id).state).toBe('cancelled');
    },
  );

  it('breaks off what is waited for', async () => {
    const id = await fake.add({ kind: 'count' });
    const worker = new Counter('count', 2);
    let waits = false;
    worker.prepare = (_job, { signal }) => {
      waits = true;
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('cut'))));
    };
    const running = await begin(worker);
    await soon(() => waits);
    await fake.store.write((unit) => unit.jobs.cancel(id, now));
    running.hear({ kind: 'jobs', ids: [id], projects: [null] });
    await soon(() => worker.log.length > 0);
    expect(worker.log).toEqual([`${id} cancelled`]);
    expect(fake.get(id)).toMatchObject({ state: 'cancelled', error: null });
  });
});

describe('the runner', () => {
  it('works on several kinds in turns, and on one job of a kind and project at a time', async () => {
    await fake.add({ kind: 'slow', project: 'one' });
    await fake.add({ kind: 'slow', project: 'one' });
    await fake.add({ kind: 'slow', project: 'two' });
    await fake.add({ kind: 'quick' });
    const [slow, quick] = [new Counter('slow', 50), new Counter('quick', 3)];
    let most = 0;
    slow.onSlice = () => {
      const atWork = [...fake.jobs.values()].filter(({ state }) => state === 'running');
      most = Math.max(most, atWork.length);
      const names = atWork.map(({ kind, project }) => `${kind} ${project}`);
      expect(new Set(names).size).toBe(names.length);
    };
    await begin(slow, quick);
    await soon(() => fake.get('quick-4').state === 'done');
    // Long before the others.
    expect(slow.log.length).toBeLessThan(50);
    await soon(() => [...fake.jobs.values()].every(({ state }) => state === 'done'));
    expect(most).toBe(3);
    expect(slow.log.indexOf('slow-2 1')).toBeGreaterThan(slow.log.indexOf('slow-1 50'));
  });

  it('has few at work at a time, and takes the next when one ends', async () => {
    for (let count = 0; count < 9; count++) await fake.add({ kind: 'count', project: `p${count}` });
    const worker = new Counter('count', 5);
    let most = 0;
    worker.onSlice = () => {
      most = Math.max(most, [...fake.jobs.values()].filter(({ state }) => state === 'running').length);
    };
    await begin(worker);
    await soon(() => [...fake.jobs.values()].every(({ state }) => state === 'done'));
    expect(most).toBe(4);
  });

  it('begins what is queued later, once it is told', async () => {
    const running = await begin(new Counter('count', 1));
    const id = await fake.add({ kind: 'count' });
    await nextTurn();
    expect(fake.get(id).state).toBe('queued');
    running.hear({ kind: 'memories' } as MemoryEvent);
    await nextTurn();
    expect(fake.get(id).state).toBe('queued');
    running.hear({ kind: 'jobs', ids: [id], projects: [null] });
    await soon(() => fake.get(id).state === 'done');
  });

  it('misses no job that becomes due while it looks', async () => {
    for (let wait = 1; wait <= 8; wait++) {
      // Each look at the clock takes its time.
      tick = 1;
      const id = await fake.add({ kind: 'count' });
      fake.jobs.set(id, { ...fake.get(id), runAfter: now + wait });
      const looking = await begin(new Counter('count', 1));
      for (let at = 0; at < 3; at++) await rest(100);
      expect([wait, fake.get(id).state]).toEqual([wait, 'done']);
      await looking.stop();
    }
  });

  it('leaves kinds alone that it has no worker for', async () => {
    const id = await fake.add({ kind: 'of a later version' });
    const known = await fake.add({ kind: 'count' });
    await begin(new Counter('count', 1));
    await soon(() => fake.get(known).state === 'done');
    expect(fake.get(id)).toMatchObject({ state: 'queued', attempts: 0 });
  });

  it('finishes the slice and puts the job back when the server ends', async () => {
    const id = await fake.add({ kind: 'count' });
    const worker = new Counter('count', 1_000_000);
    const running = await begin(worker);
    await soon(() => Number(fake.get(id).cursor) > 3);
    await running.stop();
    const { state, attempts, cursor } = fake.get(id);
    expect([state, attempts]).toEqual(['queued', 0]);
    expect(worker.log.slice(-2)).toEqual([`${id} ${String(cursor)}`, `${id} later`]);
    // Whoever comes next begins where it was.
    const next = new Counter('count', Number(cursor) + 2);
    await begin(next);
    await soon(() => fake.get(id).state === 'done');
    expect(next.log[0]).toBe(`${id} ${Number(cursor) + 1}`);
  });

  it('tells what has got on a few times a second at most, and by whom', async () => {
    const id = await fake.add({ kind: 'count', project: 'one' });
    const worker = new Counter('count', 3_000);
    // Each slice takes as long as one may.
    worker.onSlice = () => pass(5);
    await begin(worker);
    await soon(() => fake.get(id).state === 'done');
    pass(400);
    expect(events[0]).toEqual({ kind: 'jobs', ids: [id], projects: ['one'] });
    // 3,000 slices of 5 ms are 15 s.
    expect(events.length).toBeGreaterThan(40);
    expect(events.length).toBeLessThanOrEqual(15_400 / 300 + 1);
  });

  it('gives a slice its time, and long calculations turns for others', async () => {
    const id = await fake.add({ kind: 'count' });
    let steps = 0;
    let turns = 0;
    const worker: JobWorker<number> = {
      kind: 'count',
      async prepare(_job, { breathe }) {
        const others = setImmediate(function others() {
          turns += 1;
        });
        for (let step = 0; step < 10; step++) {
          now += 1;
          await breathe();
        }
        clearImmediate(others);
        return turns;
      },
      async slice(_job, _unit, isOver, ready) {
        while (!isOver()) {
          steps += 1;
          now += 1;
        }
        return { cursor: 1, progress: { done: 1, total: 1 }, isDone: true, result: ready };
      },
    };
    await begin(worker);
    await soon(() => fake.get(id).state === 'done');
    expect([steps, turns, fake.get(id).result]).toEqual([5, 1, 1]);
  });
});

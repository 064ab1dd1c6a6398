import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { WorkQueue } from '../../../src/store/sqlite/workQueue.ts';

describe('the queue of units of work', () => {
  let queue: WorkQueue;
  let log: string[];

  beforeEach(() => {
    queue = new WorkQueue();
    log = [];
  });

  const piece = (name: string, client?: string): Promise<void> =>
    queue.run(
      async () => {
        log.push(`${name} starts`);
        await nextTurn();
        log.push(`${name} ends`);
      },
      client === undefined ? undefined : { client },
    );
  const started = (): string[] =>
    log.filter((line) => line.endsWith('starts')).map((line) => line.replace(' starts', ''));

  it('runs one at a time, in order, and does not begin at once', async () => {
    const all = [piece('a'), piece('b')];
    expect(log).toEqual([]);
    await Promise.all(all);
    expect(log).toEqual(['a starts', 'a ends', 'b starts', 'b ends']);
  });

  it('gives lanes turns, however much waits in one', async () => {
    const all = [1, 2, 3, 4].map((n) => piece(`loud${n}`, 'loud'));
    all.push(piece('quiet1', 'quiet'), piece('quiet2', 'quiet'), piece('other', 'other'));
    await Promise.all(all);
    expect(started()).toEqual(['loud1', 'quiet1', 'other', 'loud2', 'quiet2', 'loud3', 'loud4']);
  });

  it('lets in who comes while a long row waits, before its next piece', async () => {
    const loud = [1, 2, 3].map((n) =>
      queue.run(
        () => {
          log.push(`loud${n} starts`);
          // As a request does that arrives while the loop was busy.
          if (n === 1) setImmediate(() => void piece('late', 'quiet'));
        },
        { client: 'loud' },
      ),
    );
    await Promise.all(loud);
    await queue.run(() => {}, { client: 'quiet' });
    expect(started()).toEqual(['loud1', 'late', 'loud2', 'loud3']);
  });

  it('lets nobody starve whom others overtake once each', async () => {
    const all: Promise<void>[] = [];
    const again = (lane: string, times: number): void => {
      const work = () => {
        log.push(`${lane} starts`);
        if (times > 1) again(lane, times - 1);
      };
      all.push(queue.run(work, { client: lane }));
    };
    again('a', 3);
    again('b', 3);
    all.push(piece('c1', 'c'), piece('c2', 'c'));
    while (all.length > 0) await all.shift();
    expect(started()).toEqual(['a', 'b', 'c1', 'a', 'b', 'c2', 'a', 'b']);
  });

  it('keeps a failure to its caller', async () => {
    const failing = queue.run(() => Promise.reject(new Error('no')));
    const after = piece('after');
    await expect(failing).rejects.toThrow('no');
    await after;
    expect(started()).toEqual(['after']);
  });

  it('closes after everything that was asked for before, in whatever lane', async () => {
    const all = [piece('a1', 'a'), piece('a2', 'a'), piece('b1', 'b')];
    const closed = queue.close(() => log.push('closed starts'));
    await expect(piece('late')).rejects.toMatchObject({ code: 'unavailable' });
    await Promise.all([...all, closed]);
    expect(started()).toEqual(['a1', 'b1', 'a2', 'closed']);
  });
});

import { describe, expect, it } from 'vitest';
import { ReturningStarter } from '../../../src/cli/returningStarter.ts';
import type { OwnerStarter } from '../../../src/client/memoryClient.ts';

class Fake implements OwnerStarter {
  ownerPid: number | undefined;
  isRetired = false;
  stops: string[] = [];
  start(): ReturnType<OwnerStarter['start']> {
    this.ownerPid = 1;
    return Promise.resolve({ outcome: 'owner' as const });
  }
  stop(reason: string): Promise<void> {
    this.stops.push(reason);
    return Promise.resolve();
  }
}

describe('a starter that returns', () => {
  const setUp = () => {
    const made: Fake[] = [];
    const clock = { now: 0 };
    const make = () => {
      const fake = new Fake();
      made.push(fake);
      return Promise.resolve(fake);
    };
    return { made, clock, starter: new ReturningStarter(make, () => clock.now) };
  };

  it('makes nothing before it is asked, and serves at once the first time', async () => {
    const { made, starter } = setUp();
    await starter.stop('nothing');
    expect(made).toEqual([]);
    expect(await starter.start()).toEqual({ outcome: 'owner' });
    expect([made.length, starter.ownerPid, starter.isRetired]).toEqual([1, 1, false]);
    await starter.stop('done');
    expect(made[0]?.stops).toEqual(['done']);
  });

  it('leaves a newer version time to come back, each time anew, and then serves again', async () => {
    const { made, clock, starter } = setUp();
    await starter.start();
    const [first] = made;
    if (first) first.isRetired = true;
    expect(starter.isRetired).toBe(true);

    const ask = async (at: number) => {
      clock.now = at;
      return (await starter.start()).outcome;
    };
    expect(await ask(10_000)).toBe('lost');
    expect(await ask(11_500)).toBe('lost');
    // Somebody served in between.
    expect(await ask(60_000)).toBe('lost');
    expect(await ask(61_500)).toBe('lost');
    expect(await ask(62_999)).toBe('lost');
    expect(made).toHaveLength(1);
    expect(await ask(63_000)).toBe('owner');
    expect([made.length, starter.isRetired]).toEqual([2, true]);
  });
});

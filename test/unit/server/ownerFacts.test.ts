import { describe, expect, it } from 'vitest';
import type { OwnerRecord } from '../../../src/home/ownerRecord.ts';
import { type OwnerFacts, judgeOwner, staleAfter } from '../../../src/server/ownership/judgeOwner.ts';
import { SuspendWatch } from '../../../src/server/ownership/suspendWatch.ts';

const here = {
  host: 'here',
  bootId: 'boot-1',
  networkNamespace: 'net:1',
  pidNamespace: 'pid:1',
  pid: 100,
  startTime: '5000',
};
const record: OwnerRecord = {
  ...here,
  pid: 7,
  startTime: '4000',
  instance: 'x',
  epoch: 3,
  hostKind: 'serve',
  version: '1.0.0',
  port: 9824,
  heartbeatAt: 0,
  heartbeatMonotonic: 1_000_000,
  released: false,
};
const facts: OwnerFacts = {
  here,
  startTimeOf: () => '4000',
  isAlive: () => true,
  isHeldHere: () => false,
  sinceBoot: 1_000_000 + 10_000,
  ageByFileSystem: () => 10_000,
};
const late = 1_000_000 + staleAfter;

describe('a recorded owner', () => {
  it.each<[string, 'alive' | 'dead', Partial<OwnerRecord>, Partial<OwnerFacts>]>([
    ['that has ended in order', 'dead', { released: true }, {}],
    ['that lives', 'alive', {}, {}],
    ['that lives but is stopped', 'alive', {}, { sinceBoot: late + 1e6 }],
    ['whose process is gone', 'dead', {}, { isAlive: () => false }],
    ['whose pid is now another process', 'dead', {}, { startTimeOf: () => '4001' }],
    ['that is a zombie', 'dead', {}, { startTimeOf: () => '' }],
    ['of another network on this machine that lives', 'alive', { networkNamespace: 'net:2' }, {}],
    [
      'of another network on this machine that is gone',
      'dead',
      { networkNamespace: 'net:2' },
      { isAlive: () => false },
    ],
    ['of before the last boot', 'dead', { bootId: 'boot-0' }, {}],
    ['in a container, fresh', 'alive', { pidNamespace: 'pid:2', host: 'box' }, { isAlive: () => false }],
    ['in a container, stale', 'dead', { pidNamespace: 'pid:2', host: 'box' }, { sinceBoot: late }],
    ['on another machine, fresh', 'alive', { bootId: 'boot-9', host: 'far' }, { isAlive: () => false }],
    [
      'on another machine, stale',
      'dead',
      { bootId: 'boot-9', host: 'far' },
      { ageByFileSystem: () => staleAfter },
    ],
    [
      'on another machine whose clock is ahead',
      'alive',
      { bootId: 'boot-9', host: 'far' },
      { ageByFileSystem: () => -9e9 },
    ],
    ['that is this process, held', 'alive', { pid: 100, startTime: '5000' }, { isHeldHere: () => true }],
    ['that is this process, let go', 'dead', { pid: 100, startTime: '5000' }, {}],
  ])('%s is %s', (_name, verdict, change, more) => {
    expect(judgeOwner({ ...record, ...change }, { ...facts, ...more })).toBe(verdict);
  });

  it.each([-9e9, 9e9])('of this machine is judged alike when the wall clock jumps by %d', (jump) => {
    const container = { ...record, pidNamespace: 'pid:2', heartbeatAt: Date.now() + jump };
    expect(judgeOwner(container, { ...facts, ageByFileSystem: () => jump })).toBe('alive');
  });
});

describe('the watch for suspends', () => {
  const run = (steps: readonly (readonly [wall: number, monotonic: number])[]) => {
    const time = { wall: 1e12, monotonic: 0 };
    const watch = new SuspendWatch({ now: () => time.wall, monotonic: () => time.monotonic }, 15_000);
    return steps.map(([wall, monotonic]) => {
      time.wall += wall;
      time.monotonic += monotonic;
      return watch.tick();
    });
  };

  it('is quiet while time passes, also on a busy machine', () => {
    expect(
      run([
        [15_000, 15_000],
        [15_001, 14_999],
        [40_000, 40_000],
      ]),
    ).toEqual([false, false, false]);
  });

  it('sees a sleep that the monotonic clock did not count, and one that it did', () => {
    expect(
      run([
        [3_600_000, 15_000],
        [15_000, 15_000],
      ]),
    ).toEqual([true, false]);
    expect(run([[3_600_000, 3_600_000]])).toEqual([true]);
  });

  it('takes a clock that is set forward for a sleep, and one that is set back for nothing', () => {
    expect(
      run([
        [1e9, 15_000],
        [-1e9, 15_000],
        [15_000, 15_000],
      ]),
    ).toEqual([true, false, false]);
  });
});

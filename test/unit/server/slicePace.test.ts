import { describe, expect, it } from 'vitest';
import { sliceMs } from '../../../src/server/jobs/sliceClock.ts';
import { SlicePace } from '../../../src/server/jobs/slicePace.ts';

describe('how long a slice may be', () => {
  it('grows as long as nobody calls, up to a length that nobody minds once', () => {
    const pace = new SlicePace(() => 7);
    expect(Array.from({ length: 7 }, () => pace.next())).toEqual([10, 20, 40, 80, 80, 80, 80]);
  });

  it('is short at once when somebody has called, and stays so as long as they do', () => {
    let calls = 0;
    const pace = new SlicePace(() => calls);
    for (let slice = 0; slice < 5; slice += 1) pace.next();
    for (let slice = 0; slice < 5; slice += 1) {
      calls += 1;
      expect(pace.next()).toBe(sliceMs);
    }
    expect(pace.next()).toBe(2 * sliceMs);
  });
});

import { describe, expect, it } from 'vitest';
import { backoffMs, retryAfterSeconds } from '../../../src/net/retry.ts';

describe('pauses', () => {
  it('are read from numbers and dates', () => {
    expect(retryAfterSeconds('7')).toBe(7);
    expect(retryAfterSeconds('-3')).toBe(0);
    expect(retryAfterSeconds('Thu, 01 Jan 1970 00:01:00 GMT', 30_000)).toBe(30);
    for (const none of [undefined, '', 'soon']) expect(retryAfterSeconds(none)).toBeUndefined();
  });

  it('grow, within bounds', () => {
    expect(backoffMs(0, 1_000, () => 1)).toBe(1_000);
    expect(backoffMs(3, 1_000, () => 0)).toBe(6_000);
    expect(backoffMs(20, 1_000, () => 1)).toBe(60_000);
  });
});

import { expect, it } from 'vitest';
import { describeExpiry } from '../../../src/protocol/describeExpiry.ts';

const day = 24 * 3_600_000;

it.each([
  [null, 'until it is deleted'],
  [7 * day - 40, 'for 1w'],
  [3 * day, 'for 3d'],
  [3 * day - 1, 'for 3d'],
  [3 * day - 3_600_000, 'for 2d'],
  [-5, 'for less than a minute'],
])('says for how long a value of %s ms is kept: %s', (left, text) => {
  expect(describeExpiry(left, 0)).toBe(text);
});

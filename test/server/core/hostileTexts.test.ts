import { describe, expect, it } from 'vitest';
import { isLongRun } from '../../../dev/longRun.ts';
import { shortReach, wholeReach } from '../../../dev/texts/growth.ts';
import { growthRequests, longRun, shortRun } from '../../../dev/texts/growthRequests.ts';
import { measureGrowth } from '../../../dev/texts/measureGrowth.ts';

/** By the rule itself: of three milliseconds a busy machine makes six, and then nothing is told. */
const ask = (functionName: string, textName: string): Promise<string[]> =>
  measureGrowth([{ functionName, textName, reach: wholeReach }]);

describe('hostile texts', () => {
  it(
    'of four times the length take every function six times as long at most',
    { timeout: 1_800_000 },
    async () => {
      expect(await measureGrowth(growthRequests(isLongRun ? longRun : shortRun))).toEqual([]);
    },
  );

  it.each([
    ['looks for the end from every blank', '" " between letters'],
    ['compares every word with every other', 'all different words'],
  ])('tell of what %s', async (functionName, textName) => {
    expect(await ask(functionName, textName)).toEqual([
      expect.stringMatching(/^.+ with .+ took [\d.]+ ms of CPU for \d+ characters and [\d.]+ ms for \d+$/),
    ]);
  });

  it('tell of what throws', async () => {
    expect(await ask('puts all words on the stack', '"a "')).toEqual([
      expect.stringContaining('threw RangeError'),
    ]);
  });

  it('tell of what never ends', async () => {
    const request = { functionName: 'never ends', textName: '"a "', reach: shortReach, deadline: 1_000 };
    expect(await measureGrowth([request])).toEqual(['never ends with "a " did not end within 1 s of CPU']);
  });
});

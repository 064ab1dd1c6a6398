import { describe, expect, it } from 'vitest';
import { functionsIn, textRooms } from '../../../dev/texts/exportedFunctions.mjs';
import { wholeReach, longReach, type Reach, shortReach } from '../../../dev/texts/growth.ts';
import type { GrowthRequest } from '../../../dev/texts/growthProgram.ts';
import { hostileTexts } from '../../../dev/texts/hostileTexts.ts';
import { measureGrowth } from '../../../dev/texts/measureGrowth.ts';
import { excusedFunctions } from '../../../dev/texts/excusedFunctions.ts';
import { textFunctions } from '../../../dev/texts/textFunctions.ts';

const isLong = process.env['MEMORY_BRIDGE_TEST_LONG'] === '1';
/** Of a hundred pairs of a function and a text, those that are followed as far as the rule goes. All of them take an hour. */
const whole = Number(process.env['MEMORY_BRIDGE_WHOLE_TEXTS'] ?? 0);
/** Those that are followed further than the others in the long run. */
const further = isLong ? 3 : 0;
/** Those that are looked at at all. Another third each time would make another test. */
const looked = isLong ? 100 : 33;

const found = functionsIn(textRooms).filter(({ isPlain }) => isPlain);
const functionNames = [...new Set([...found.map(({ name }) => name), ...Object.keys(textFunctions)])].filter(
  (name) => !Object.hasOwn(excusedFunctions, name),
);

/** Every text with every function in turn, or as many as a share of a hundred says, spread evenly. */
function requests(): GrowthRequest[] {
  return hostileTexts.flatMap((text, column) =>
    functionNames.flatMap((functionName, row) => {
      const place = (column * 61 + row * 37) % 100;
      const reach: Reach | undefined =
        place < whole ? wholeReach : place < further ? longReach : place < looked ? shortReach : undefined;
      return reach ? [{ functionName, textName: text.name, reach }] : [];
    }),
  );
}

const ask = (functionName: string, textName: string): Promise<string[]> =>
  measureGrowth([{ functionName, textName, reach: shortReach }]);

describe('hostile texts', () => {
  it(
    'of four times the length take every function six times as long at most',
    { timeout: 1_800_000 },
    async () => {
      expect(await measureGrowth(requests())).toEqual([]);
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

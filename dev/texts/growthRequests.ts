import { excusedFunctions } from './excusedFunctions.ts';
import { functionsIn, textRooms } from './exportedFunctions.mjs';
import { type Reach, longReach, shortReach, wholeReach } from './growth.ts';
import type { GrowthRequest } from './growthProgram.ts';
import { hostileTexts } from './hostileTexts.ts';
import { textFunctions } from './textFunctions.ts';

/** How far the pair of a function and a text at one of the hundred places is followed; not at all when undefined. */
export type ReachAt = (place: number) => Reach | undefined;

/** Always the same pairs: others each time would make another test. */
export const shortRun: ReachAt = (place) => (place < 17 ? shortReach : undefined);
export const longRun: ReachAt = (place) => (place < 1 ? longReach : place < 17 ? shortReach : undefined);
/** A hundredth of the pairs, by the rule itself: what a round of the soak takes. */
export const roundOf =
  (round: number): ReachAt =>
  (place) =>
    place === round ? wholeReach : undefined;

/** Every text with every function in turn, or as many as `reachAt` takes of the hundred places. Each place has some of each function. */
export function growthRequests(reachAt: ReachAt): GrowthRequest[] {
  const found = functionsIn(textRooms).filter(({ isPlain }) => isPlain);
  const all = [...found.map(({ name }) => name), ...Object.keys(textFunctions)];
  const functionNames = [...new Set(all)].filter((name) => !Object.hasOwn(excusedFunctions, name));
  return hostileTexts.flatMap((text, column) =>
    functionNames.flatMap((functionName, row) => {
      const reach = reachAt((column * 61 + row * 37) % 100);
      return reach ? [{ functionName, textName: text.name, reach }] : [];
    }),
  );
}

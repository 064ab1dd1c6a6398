import { foldText } from '../text/foldText.ts';
import { memoize } from '../memoize.ts';

/** A folded text and where it came from. */
export interface FoldedPlaces {
  readonly folded: string;
  /** Place in the text of what stands at a place of the folded one; the text's length at its end. */
  readonly placeOf: (at: number) => number;
}

/** What people take for one letter: with its marks, and those that half-width kana have behind them. */
const letter = /\P{M}[\p{M}\uff9e\uff9f]*|\p{M}+/gu;

/** Folds letter by letter, which some rules across letters do not survive: to show places, not to find texts. */
export function foldedPlaces(text: string): FoldedPlaces {
  const foldLetter = memoize(foldText);
  const places: number[] = [];
  let folded = '';
  for (const { 0: each, index } of text.matchAll(letter)) {
    folded += foldLetter(each);
    while (places.length < folded.length) places.push(index);
  }
  return { folded, placeOf: (at) => places[at] ?? text.length };
}

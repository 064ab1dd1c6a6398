import { isFunctionWord, wordsOf } from '../../core/text/words.ts';

/** What people and agents say to keep each other going, in English and German, as `wordsOf` leaves it. */
const fillers = new Set(
  (
    'ok okay k yes yep yeah no nope thanks thank thx ty please pls go on ahead continue proceed next sure great good ' +
    'perfect nice cool fine done right correct exactly agreed sounds looks lgtm works worked hi hello hey bye again ' +
    'more retry try stop wait now well all let me let know happy help anything else welcome got it ' +
    'ja nein jo danke bitte weiter mach super gut gerne genau passt fertig los nochmal richtig stimmt prima hallo klar okey'
  ).split(' '),
);
/** Longer ones are looked at no closer: somebody had something to say. Characters. */
const longestFiller = 80;

/** Whether what somebody said is about nothing: "ok", "thanks, go on", "…". */
export function tellsNothing(content: string): boolean {
  if (content.length > longestFiller) return false;
  return wordsOf(content).every((word) => fillers.has(word) || isFunctionWord(word));
}

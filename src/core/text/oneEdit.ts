/**
 * Whether one word becomes the other by one slip of the fingers: a letter too many, missing, another one, or two
 * neighbours changed over (a distance of 1 by F. J. Damerau, "A technique for computer detection and
 * correction of spelling errors", 1964). Digits never slip: `v2` is not `v3`. Equal words are no edit.
 */
export function isOneEdit(left: string, right: string): boolean {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  const difference = long.length - short.length;
  if (difference > 1 || left === right) return false;
  let from = 0;
  while (from < short.length && short[from] === long[from]) from += 1;
  if (difference === 1) return short.slice(from) === long.slice(from + 1) && !isDigit(long[from]);
  const isSwap =
    short[from] === long[from + 1] &&
    short[from + 1] === long[from] &&
    short.slice(from + 2) === long.slice(from + 2);
  const touched = isSwap ? [short[from], short[from + 1]] : [short[from], long[from]];
  return (isSwap || short.slice(from + 1) === long.slice(from + 1)) && !touched.some(isDigit);
}

const isDigit = (character: string | undefined): boolean =>
  character !== undefined && /\p{N}/u.test(character);

/** Shorter words are one edit away from too much; in scripts that leave vowels out or write them as marks, longer ones, too. */
const leastLength = 4;
const leastLengths: readonly (readonly [RegExp, number])[] = [
  [/^[\p{Script=Greek}\p{Script=Cyrillic}]/u, 5],
  [/^\P{Script=Latin}/u, 7],
];
/** From here on another letter in the place of one hardly makes another word. */
const longLength = 8;
const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const soundAlike = ['aeiouy', 'cksz', 'fvw', 'bp', 'dt', 'gj', 'mn'];

/**
 * Whether somebody may have typed one word and meant the other. One edit apart are many words that are both right, so
 * the first letter has to stand, and a letter may be taken for another only where the keys or the sounds are near.
 */
export function isLikelySlip(typed: string, meant: string): boolean {
  const least = leastLengthOf(typed);
  if (typed.length < least || meant.length < least || !isOneEdit(typed, meant)) return false;
  const isStartSwapped = typed[0] === meant[1] && typed[1] === meant[0];
  if (typed[0] !== meant[0] && !isStartSwapped) return false;
  if (typed.length !== meant.length || typed.length >= longLength) return true;
  const at = Array.from(typed).findIndex((letter, index) => letter !== meant[index]);
  const isSwapped = typed[at] === meant[at + 1] && typed[at + 1] === meant[at];
  return isSwapped || (typed.length > leastLength && areNear(typed.charAt(at), meant.charAt(at)));
}

function leastLengthOf(word: string): number {
  if (word.charCodeAt(0) < 0x80) return leastLength;
  return leastLengths.find(([script]) => script.test(word))?.[1] ?? leastLength;
}

function areNear(left: string, right: string): boolean {
  if (soundAlike.some((group) => group.includes(left) && group.includes(right))) return true;
  const [from, to] = [keyOf(left), keyOf(right)];
  return (
    from !== undefined &&
    to !== undefined &&
    Math.abs(from.row - to.row) <= 1 &&
    Math.abs(from.at - to.at) <= 1
  );
}

function keyOf(letter: string): { row: number; at: number } | undefined {
  const row = rows.findIndex((keys) => keys.includes(letter));
  const keys = rows[row];
  return keys === undefined ? undefined : { row, at: keys.indexOf(letter) };
}

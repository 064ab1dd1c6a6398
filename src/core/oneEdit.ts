/**
 * Whether one word becomes the other by one slip of the fingers: a letter too many, missing, another one, or two
 * neighbours changed over (Damerau's distance of 1). Digits never slip: `v2` is not `v3`. Equal words are no edit.
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

/** The two running sums of SQLite's write-ahead log, see https://sqlite.org/walformat.html#checksum_algorithm. */
export type Sums = readonly [first: number, second: number];

/** Sums over 32-bit words, in pairs. `isBig` is the order of bytes that the log's magic number names. */
export function addToSums(sums: Sums, bytes: Buffer, isBig: boolean): Sums {
  let [first, second] = sums;
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    first = (first + word(bytes, at, isBig) + second) >>> 0;
    second = (second + word(bytes, at + 4, isBig) + first) >>> 0;
  }
  return [first, second];
}

/**
 * Finds the one bit whose flip gives bytes the sums that they had, and flips it back. The sums are linear in the words,
 * so what a change of each word does to them is known, and every bit of a page is tried in well under a millisecond. Of
 * bytes with more than one flipped bit, one in 300 billion is taken for one with a single.
 *
 * @param bytes Whole pairs of words; changed in place when the bit is found.
 * @returns Whether it was.
 */
export function flipBack(bytes: Buffer, start: Sums, wanted: Sums, isBig: boolean): boolean {
  const [first, second] = addToSums(start, bytes, isBig);
  const missing: Sums = [(wanted[0] - first) | 0, (wanted[1] - second) | 0];
  // How much each sum grows by one in the first and in the second word of the pair at hand.
  let [even1, even2, odd1, odd2] = [1, 1, 0, 1];
  for (let at = bytes.length - 8; at >= 0; at -= 8) {
    if (flipIn(bytes, at, isBig, [even1, even2], missing)) return true;
    if (flipIn(bytes, at + 4, isBig, [odd1, odd2], missing)) return true;
    // One pair further from the end: (a, b) becomes (a + b, a + 2b).
    [even1, even2] = [(even1 + even2) | 0, (even1 + even2 + even2) | 0];
    [odd1, odd2] = [(odd1 + odd2) | 0, (odd1 + odd2 + odd2) | 0];
  }
  return false;
}

function flipIn(bytes: Buffer, at: number, isBig: boolean, growth: Sums, missing: Sums): boolean {
  const value = word(bytes, at, isBig);
  for (let bit = 0; bit < 32; bit += 1) {
    const mask = 1 << bit;
    const change = value & mask ? -mask | 0 : mask;
    if (Math.imul(growth[0], change) !== missing[0] || Math.imul(growth[1], change) !== missing[1]) continue;
    const right = (value ^ mask) >>> 0;
    if (isBig) bytes.writeUInt32BE(right, at);
    else bytes.writeUInt32LE(right, at);
    return true;
  }
  return false;
}

const word = (bytes: Buffer, at: number, isBig: boolean): number =>
  isBig ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);

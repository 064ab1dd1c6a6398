/** Scripts that put no blank between words, and those that write little words onto the next one. */
const unspaced =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Bopo}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Arab}\p{sc=Hebr}ー々]/u;

/** Whether a letter (or a sign of a vowel) of such a script stands there. */
export function isUnspacedLetter(text: string, at: number): boolean {
  const point = text.codePointAt(at);
  return point !== undefined && unspaced.test(String.fromCodePoint(point));
}

/** The code points at which the ten digits of a script begin: ASCII, Arabic, Persian, Indic ones, Thai, full width. */
const zeros = [0x30, 0x6_60, 0x6_f0, 0x9_66, 0x9_e6, 0xe_50, 0xff_10];

/** All of them, as a class of a regular expression without its brackets. */
export const digitClass = zeros
  .map((zero) => `${String.fromCodePoint(zero)}-${String.fromCodePoint(zero + 9)}`)
  .join('');

/** A number in digits of any of these scripts, in ASCII digits. */
export function asciiDigits(text: string): string {
  return Array.from(text, (digit) => {
    const point = digit.codePointAt(0) ?? 0;
    const zero = zeros.find((each) => point >= each && point < each + 10);
    return zero === undefined ? digit : String(point - zero);
  }).join('');
}

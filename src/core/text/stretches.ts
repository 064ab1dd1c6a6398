/** Scripts without blanks between words whose signs are words or syllables: two of them side by side tell something. */
const ofSyllables = 'Han Hiragana Katakana Bopomofo Hangul Yi Tangut Nushu Khitan_Small_Script';
/** Those whose signs are sounds: it takes three. */
const ofSounds = 'Thai Lao Khmer Myanmar Tai_Le New_Tai_Lue Tai_Tham Tai_Viet Javanese Balinese';

const letter = '[\\p{L}\\p{M}\\p{N}]';
const lettersOf = (scripts: string, more = ''): string =>
  `[[${scripts.replaceAll(/\w+/g, '\\p{Script=$&}').replaceAll(' ', '')}${more}]&&${letter}]`;
/** The sign that makes a vowel of kana long belongs to two scripts, and so do the marks that make other kana. */
const syllables = lettersOf(ofSyllables, '\\u30fc\\u3099\\u309a');
const sounds = lettersOf(ofSounds);
export const unbrokenLetter = `[${syllables}${sounds}]`;
const latin = `[[\\p{Script=Latin}\\p{N}]--${unbrokenLetter}]`;
const others = `[${letter}--[\\p{Script=Latin}]--${unbrokenLetter}]`;

/**
 * Stretches of letters and digits of one kind. Latin beside another script is a word by itself: `Redisを`, `使用Redis`.
 * The first group is a stretch of syllables, the second one of sounds.
 */
const stretches = new RegExp(`(${syllables}+)|(${sounds}+)|${latin}+|${others}+`, 'gv');
/** The engine of expressions puts each letter of a stretch on its stack, so in long texts a stretch is read in parts. */
const longText = 20_000;
const parts = new RegExp(
  [syllables, sounds, latin, others].map((letters) => `(${letters}{1,${longText}})`).join('|'),
  'gv',
);
const syllable = new RegExp(`^${syllables}`, 'v');
const sound = new RegExp(`^${sounds}`, 'v');
/** A break that nobody sees, where a line may end inside of a text without blanks. */
const hiddenBreak = new RegExp(`(?<=${unbrokenLetter})\\u200b+(?=${unbrokenLetter})`, 'gv');

const han = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u30fc]';
const lineBreak = new RegExp(`(?<=${han})\\s+(?=${han})`, 'gu');

/** Words of a folded question, and stretches without blanks as they stand. */
export function stretchesOf(folded: string): string[] {
  const text = folded.replaceAll(hiddenBreak, '');
  return text.length <= longText ? (text.match(stretches) ?? []) : stretchesOfParts(text);
}

function stretchesOfParts(text: string): string[] {
  const found: string[] = [];
  let end = -1;
  let last = 0;
  for (const match of text.matchAll(parts)) {
    const kind = match.findIndex((group, index) => index > 0 && group !== undefined);
    // Two of one kind side by side are one stretch.
    if (match.index === end && kind === last) found.push((found.pop() ?? '') + match[0]);
    else found.push(match[0]);
    [end, last] = [match.index + match[0].length, kind];
  }
  return found;
}

/** The same of a text: a blank in Chinese and Japanese is where a line was broken, more often than it separates words. */
export function joinedStretchesOf(folded: string): string[] {
  return stretchesOf(folded.replaceAll(lineBreak, ''));
}

/** How many letters of a stretch without blanks are looked for together; 0 for a word of other scripts. */
export function gramLength(stretch: string): 0 | 2 | 3 {
  // Nearly all words are Latin.
  if (stretch.charCodeAt(0) < 0x0e00) return 0;
  if (syllable.test(stretch)) return 2;
  return sound.test(stretch) ? 3 : 0;
}

/** Every few letters of a stretch side by side, and what is left at its end: each begins at another letter. */
export function gramsOf(stretch: string, length: number): string[] {
  const letters = Array.from(stretch);
  return letters.map((_, at) => letters.slice(at, at + length).join(''));
}

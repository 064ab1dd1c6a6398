/**
 * Marks that say how a letter sounds and that people leave out. Marks that are letters themselves stay: vowels and the
 * virama of Indic scripts, vowels and tones of Thai and its neighbours, the two that make other kana.
 */
const marksLeftOut = [
  // Accents and stress of Latin, Greek and Cyrillic.
  '\\u0300-\\u036f\\u0483-\\u0487\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe20-\\ufe2f',
  // Vowels and accents of Hebrew and Arabic, the hamza that was taken off its carrier, and what stretches a word.
  '\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7',
  '\\u0610-\\u061a\\u0640\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e4\\u06e7\\u06e8\\u06ea-\\u06ed\\u08d3-\\u08ff',
  // The dot that Hindi and its neighbours put under borrowed letters.
  '\\u093c\\u0a3c\\u0abc',
  // What cannot be seen.
  '\\u00ad\\u034f\\u061c\\u180b-\\u180f\\u200c-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufe00-\\ufe0f\\ufeff\\u{e0100}-\\u{e01ef}',
];
const leftOut = new RegExp(`[${marksLeftOut.join('')}]+`, 'gu');

/** Ordering a long run of marks takes Unicode's normalisation the square of its length; no language stacks so many. */
const longRun = /([\p{M}\uff9e\uff9f]{16})[\p{M}\uff9e\uff9f]+/gu;
/** Signs whose compatibility forms would become part of the word before them, or are sentences. */
const signs = /[\u2120\u2122\ufdfa\ufdfb]+/g;
/** A letter of its own, not an accent; only stems are alike with and without it (`stemOf.ts`). */
const shortI = /([\u0418\u0438])\u0306/g;

/** Each letter with what stands for it. */
const table = (entries: string): ReadonlyMap<string, string> =>
  new Map(entries.split(' ').map((entry) => [entry.slice(0, 1), entry.slice(1)]));
const anyOf = (letters: ReadonlyMap<string, string>): string => `[${[...letters.keys()].join('')}]`;

/** Letters that Unicode does not take apart, as people write them who have no key for them. */
const written = table(
  'ßss ẞSS æae ÆAe œoe ŒOe øo ØO đd ĐD ðd ÐD þth ÞTh łl ŁL ıi ħh ĦH ŋn ŊN ŧt ŦT ĸk ƒf əe ƏE ' +
    'ɓb ƁB ɗd ƊD ɖd ƉD ɛe ƐE ɣg ƔG ǥg ǤG ɨi ƗI ƙk ƘK ɲn ƝN ɔo ƆO ɵo ƟO ʉu ɄU ʊu ƱU ʋv ƲV ƴy ƳY ƶz ƵZ ' +
    // Apostrophes that are letters to Unicode and to no keyboard.
    `ʻ' ʼ' ʽ' ʾ' ʿ' ` +
    // One letter in several alphabets and habits of Arabic script.
    'ٱا ىي یي ېي کك ةه ۃه ہه ەه ' +
    // The nasal of Hindi that is written above, and final consonants of Malayalam that have a sign of their own.
    '\u0901\u0902 ൺണ് ൻന് ർര് ൽല് ൾള് ൿക്',
);
const undecomposed = new RegExp(anyOf(written), 'gu');
/** A nasal before the consonants of its own place is written above as well: हिन्दी and हिंदी. */
const nasal = /(?:ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ]))/gu;
/** The vowel am of Thai and Lao, whose parts stand on both sides of a tone when they are typed one by one. */
const am = /\u0e4d([\u0e48-\u0e4b]?)\u0e32|\u0ecd([\u0ec8-\u0ecb]?)\u0eb2/gu;
const digits = /(?![0-9])\p{Nd}/gu;

/**
 * A text in letters that everybody types: forms of one letter (full and half width, composed and decomposed, ligatures)
 * unified, marks left out that are accents, letters that one keyboard has written in those that all have. Case stays.
 */
export function foldLetters(text: string): string {
  return text
    .replaceAll(longRun, '$1')
    .replaceAll(signs, ' ')
    .normalize('NFKD')
    .replaceAll(shortI, (letter) => letter.normalize('NFC'))
    .replaceAll(leftOut, '')
    .normalize('NFC')
    .replaceAll(undecomposed, (letter) => written.get(letter) ?? letter)
    .replaceAll(nasal, 'ं')
    .replaceAll(am, (_, thai?: string, lao = '') => (thai === undefined ? `${lao}\u0eb3` : `${thai}\u0e33`))
    .replaceAll(digits, plainDigit);
}

/** A text with its letters and marks composed, in a time that its length sets. */
export function composed(text: string): string {
  return text.replaceAll(longRun, '$1').normalize('NFC');
}

/** The same in lower case: texts that differ in nothing that people keep apart become equal. */
export function foldText(text: string): string {
  // The last sigma of a word is the same letter.
  return foldLetters(text).toLowerCase().replaceAll('ς', 'σ');
}

/** Unicode has ten digits of a script side by side, from the zero on. */
function plainDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}

/** The other way in which people write letters that their keyboard does not have. */
const spelt = table('äae öoe üue øoe åaa đdj ðdh ŋng əa');
const speltLetters = new RegExp(anyOf(spelt), 'giu');
/** Such letters, or marks that letters may be composed with. */
const mayBeSpelt = new RegExp(`${anyOf(spelt)}|[\\u0308\\u030a]`, 'iu');

/** A text with such letters spelt out (Öl as Oel); undefined when it has none. Its words are as many as before. */
export function spellLetters(text: string): string | undefined {
  if (!mayBeSpelt.test(text)) return undefined;
  const whole = composed(text);
  const result = whole.replaceAll(speltLetters, (letter) => spelt.get(letter.toLowerCase()) ?? letter);
  return result === whole ? undefined : result;
}

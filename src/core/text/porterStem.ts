/*
 * M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980: the stemmer that FTS5's `porter` tokenizer
 * runs, so that words counted here are the words found there.
 */
const consonant = '[^aeiou]';
const vowel = '[aeiouy]';
const consonants = `${consonant}[^aeiouy]*`;
const vowels = `${vowel}[aeiou]*`;

const measureAbove0 = new RegExp(`^(?:${consonants})?${vowels}${consonants}`);
const measureIs1 = new RegExp(`^(?:${consonants})?${vowels}${consonants}(?:${vowels})?$`);
const measureAbove1 = new RegExp(`^(?:${consonants})?${vowels}${consonants}${vowels}${consonants}`);
const hasVowel = new RegExp(`^(?:${consonants})?${vowel}`);
const endsShort = new RegExp(`^${consonants}${vowel}[^aeiouwxy]$`);

const step2: readonly (readonly [string, string])[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['bli', 'ble'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
  ['logi', 'log'],
];

const step3: readonly (readonly [string, string])[] = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
];

const step4 =
  /^(.+?)(?:al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|(?<=[st])ion|ou|ism|ate|iti|ous|ive|ize)$/;

/** The stem of one lower-case word. Words of other alphabets, numbers and words under three letters stay as they are. */
export function porterStem(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return word;
  let stem = plural(word);
  stem = pastAndParticiple(stem);
  stem = replaceFinalY(stem);
  stem = replaceSuffix(stem, step2);
  stem = replaceSuffix(stem, step3);
  stem = dropSuffix(stem);
  return tidyEnd(stem);
}

/** What every word with a stem begins with: stemming replaces at most the last two letters by others. */
export function headOfStem(stem: string): string {
  return stem.slice(0, Math.max(2, stem.length - 2));
}

function plural(word: string): string {
  if (/(?:ss|i)es$/.test(word)) return word.slice(0, -2);
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

function pastAndParticiple(word: string): string {
  if (word.endsWith('eed')) return measureAbove0.test(word.slice(0, -3)) ? word.slice(0, -1) : word;
  const match = /^(.+)(?:ed|ing)$/.exec(word);
  const stem = match?.[1];
  if (stem === undefined || !hasVowel.test(stem)) return word;
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (/([^aeiouylsz])\1$/.test(stem)) return stem.slice(0, -1);
  return endsShort.test(stem) ? `${stem}e` : stem;
}

function replaceFinalY(word: string): string {
  return word.endsWith('y') && hasVowel.test(word.slice(0, -1)) ? `${word.slice(0, -1)}i` : word;
}

function replaceSuffix(word: string, rules: readonly (readonly [string, string])[]): string {
  const rule = longest(word, rules);
  if (!rule) return word;
  const stem = word.slice(0, word.length - rule[0].length);
  return measureAbove0.test(stem) ? stem + rule[1] : word;
}

function longest(word: string, rules: readonly (readonly [string, string])[]) {
  let best: readonly [string, string] | undefined;
  for (const rule of rules)
    if (word.endsWith(rule[0]) && rule[0].length > (best?.[0].length ?? 0)) best = rule;
  return best;
}

function dropSuffix(word: string): string {
  const stem = step4.exec(word)?.[1];
  return stem !== undefined && measureAbove1.test(stem) ? stem : word;
}

function tidyEnd(word: string): string {
  let stem = word;
  if (stem.endsWith('e')) {
    const rest = stem.slice(0, -1);
    if (measureAbove1.test(rest) || (measureIs1.test(rest) && !endsShort.test(rest))) stem = rest;
  }
  return stem.endsWith('ll') && measureAbove1.test(stem) ? stem.slice(0, -1) : stem;
}

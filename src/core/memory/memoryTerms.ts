import { identifiersIn } from '../text/identifiers.ts';
import { gramLength } from '../text/stretches.ts';
import { searchableText } from './searchableText.ts';
import { speltWords, wordsOf } from '../text/words.ts';

/** What the indexes are told about a memory. */
export interface MemoryTerms {
  /** Tokens of identifiers that are no words of the text itself, with spaces between. */
  readonly identifiers: string;
  /** Words that a misspelt one may have meant. */
  readonly known: ReadonlySet<string>;
  /** Those of them that are names put together of words, which people remember parts of. */
  readonly compounds: ReadonlySet<string>;
}

const leastLetters = 3;
const mostLetters = 40;
/** Parts of a name written in capitals alone cannot be told: `ECONNREFUSED`. */
const capitals = /(?<![\p{L}\p{N}])\p{Lu}{6,}(?![\p{L}\p{N}])/gu;
const shaLike = /^(?=.*\d)[0-9a-f]{7,}$/;

export function memoryTerms(memory: Parameters<typeof searchableText>[0]): MemoryTerms {
  const text = searchableText(memory);
  const words = new Set(wordsOf(text));
  const tokens = new Set<string>();
  const compounds = new Set<string>();
  for (const { joined, parts } of identifiersIn(text)) {
    if (isLearnt(joined)) compounds.add(joined);
    for (const token of [joined, ...parts]) if (token !== '' && !words.has(token)) tokens.add(token);
  }
  for (const token of speltWords(text).values()) if (!words.has(token)) tokens.add(token);
  for (const [name] of text.matchAll(capitals)) compounds.add(wordsOf(name).join(''));
  const known = new Set([...words, ...tokens].filter(isLearnt));
  return { identifiers: [...tokens].join(' '), known, compounds };
}

/** Whether a word may be one that somebody misspells. Numbers, versions, shas and syllables are right or something else. */
function isLearnt(word: string): boolean {
  return (
    word.length >= leastLetters &&
    word.length <= mostLetters &&
    /^\p{L}/u.test(word) &&
    !shaLike.test(word) &&
    gramLength(word) === 0
  );
}

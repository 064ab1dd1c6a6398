import { readFileSync } from 'node:fs';
import { porterStem } from '../../src/core/text/porterStem.ts';
import { wordsOf } from '../../src/core/text/words.ts';
import { seededRandom } from '../../dev/random/seededRandom.mjs';

/** Another number means other text: stores made of it are made anew. */
export const corpusVersion = 2;

const categories = ['decision', 'convention', 'procedure', 'fact', 'blocker', 'directive'] as const;
/** Different words of the whole corpus, drawn as words are in real text: the n-th most common one with 1/n (Zipf). */
const vocabulary = 20_000;
/** What people leave out of questions: articles, pronouns and the like, here the first ranks. */
const functionWords = 100;
const meanWords = 45;

export interface SampleMemory {
  readonly category: (typeof categories)[number];
  readonly content: string;
  readonly why: string;
  readonly tags: string[];
}

const notes = new URL('data/distractors.txt', import.meta.url);

/**
 * Words of real notes, the most frequent first, one of each stem: more than half of the words of a question. The built-in
 * model knows them, so that questions and memories have vectors as those of people have.
 */
const realWords = ((): string[] => {
  const found = new Map<string, { word: string; times: number }>();
  for (const word of wordsOf(readFileSync(notes, 'utf8'))) {
    const stem = porterStem(word);
    const known = found.get(stem);
    if (known) known.times += 1;
    else found.set(stem, { word, times: 1 });
  }
  return [...found.values()]
    .toSorted((a, b) => b.times - a.times || (a.word < b.word ? -1 : 1))
    .map(({ word }) => word);
})();

const syllables = 'ba ce di fo gu ka le mi no pu ra se ti vo zu sta pre con tra bel'.split(' ');

/** A word for each rank: real while there are any, then pronounceable ones as rare as names are. */
function wordOf(rank: number): string {
  const real = realWords[rank];
  if (real !== undefined) return real;
  let word = '';
  for (let left = rank + syllables.length; left > 0; left = Math.floor(left / syllables.length))
    word += syllables[left % syllables.length] ?? '';
  return word;
}

/** Rank of a word, 0 the most common: uniform in the logarithm, which is Zipf's law. */
const rankOf = (random: number, from = 0): number =>
  Math.floor((from + 1) * ((vocabulary + 1) / (from + 1)) ** random) - 1;

/** Memories as long as people's notes, the same for the same seed; a number makes each one unlike the others. */
export function* eachSampleMemory(count: number, seed = 1): Generator<SampleMemory> {
  const random = seededRandom(seed);
  const words = (length: number) => Array.from({ length }, () => wordOf(rankOf(random()))).join(' ');
  for (let index = 0; index < count; index++)
    yield {
      category: categories[Math.floor(random() * categories.length)] ?? 'fact',
      content: `${words(Math.ceil(meanWords * (0.3 + 1.4 * random())))} t${index}`,
      why: words(8),
      tags: [wordOf(rankOf(random(), functionWords))],
    };
}

export const sampleMemories = (count: number, seed?: number): SampleMemory[] => [
  ...eachSampleMemory(count, seed),
];

/** Questions of two to six words that tell something. */
export function sampleQueries(count: number, seed = 2): string[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () =>
    Array.from({ length: 2 + Math.floor(random() * 5) }, () => wordOf(rankOf(random(), functionWords))).join(
      ' ',
    ),
  );
}

/** The hardest questions: six of the words that hundreds or thousands of memories contain. */
export function commonQueries(count: number, seed = 3): string[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () =>
    Array.from({ length: 6 }, () => wordOf(10 + Math.floor(random() * functionWords))).join(' '),
  );
}

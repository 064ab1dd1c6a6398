import { headOfStem, porterStem } from '../../core/porterStem.ts';
import { wordsBeginningWith } from '../../core/words.ts';
import type { BuiltInEmbedder } from './builtInEmbedder.ts';

/** Cosine of two words from which on they are taken to mean the same. */
const same = 0.6;
/** What a word weighs that the model does not know: names mostly, and as telling as a rare word. */
const unknownWeight = 0.8;

interface SoughtWord {
  readonly stem: string;
  readonly weight: number;
  /** Unit vectors of what the model knows it as. */
  readonly vectors: readonly Float32Array[];
}

/**
 * Of a question's words, the one that weighs most and that a text has nothing near to: what it weighs, 0 to about 1.2,
 * less the nearer the nearest word of the text comes. A text about something else may be like the question on the whole
 * and still lack the very thing that it asks about.
 */
export function unmetWords(embedder: BuiltInEmbedder, words: readonly string[]): (text: string) => number {
  const sought = words.map((word) => soughtWord(embedder, word)).toSorted((a, b) => b.weight - a.weight);
  const wordsAlike = wordsBeginningWith([...new Set(sought.map(({ stem }) => headOfStem(stem)))]);
  return (text) => {
    const present = new Set(wordsAlike(text).map(porterStem));
    let rows: number[] | undefined;
    let most = 0;
    for (const { stem, weight, vectors } of sought) {
      // They come heaviest first, so the rest cannot be more.
      if (weight <= most) break;
      if (present.has(stem)) continue;
      rows ??= [...new Set(embedder.rowsOf(text))];
      most = Math.max(most, weight * (1 - Math.min(1, nearest(embedder, vectors, rows) / same)));
    }
    return most;
  };
}

function soughtWord(embedder: BuiltInEmbedder, word: string): SoughtWord {
  const vectors = [...new Set(embedder.rowsOf(word))].map((row) => embedder.wordVector(row));
  const lengths = vectors.map((vector) => Math.hypot(...vector));
  return {
    stem: porterStem(word),
    weight: vectors.length === 0 ? unknownWeight : Math.max(...lengths),
    vectors: vectors.map((vector, index) => vector.map((value) => value / (lengths[index] || 1))),
  };
}

function nearest(
  embedder: BuiltInEmbedder,
  vectors: readonly Float32Array[],
  rows: readonly number[],
): number {
  let best = 0;
  for (const vector of vectors) for (const row of rows) best = Math.max(best, embedder.nearness(vector, row));
  return best;
}

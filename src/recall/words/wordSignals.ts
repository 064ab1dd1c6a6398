import type { Memory } from '../../core/memory/memory.ts';
import type { RankSignals } from '../../core/ranking/rankSignals.ts';
import { searchableText } from '../../core/memory/searchableText.ts';
import type { QuestionWords } from '../recallRequest.ts';
import { shareOfMass, type SoughtWords } from './soughtWords.ts';

interface Reading {
  readonly words: SoughtWords;
  /** Share of each of those words that a memory has. */
  readonly sharesOf: (memory: Memory) => readonly number[];
  readonly known: QuestionWords;
  /** Vectors by id; memories without one are left out. */
  readonly vectorsOf: (ids: readonly string[]) => Promise<ReadonlyMap<string, Float32Array>>;
}

/** What single words tell of memories that may answer a question, in their order. */
export async function wordSignals(
  memories: readonly Memory[],
  reading: Reading,
): Promise<Pick<RankSignals, 'near' | 'cosineOfShared'>[]> {
  const { words, sharesOf, known, vectorsOf } = reading;
  const shared = memories.map((memory) =>
    words.texts.filter((_, index) => (sharesOf(memory)[index] ?? 0) >= 1),
  );
  const sharing = memories.filter((_, index) => (shared[index]?.length ?? 0) > 0);
  const vectors = await vectorsOf(sharing.map(({ id }) => id));
  return memories.map((memory, index) => {
    const vector = vectors.get(memory.id);
    return {
      near: shareOfMass(nearestWords(memory, reading), words),
      cosineOfShared: vector ? known.cosineOf(shared[index] ?? [], vector) : 0,
    };
  });
}

/** How near a memory comes to each word, 0 to 1: the share of it that it has, or the cosine of its nearest word. */
function nearestWords(memory: Memory, { words, sharesOf, known }: Reading): number[] {
  const text = searchableText(memory);
  return sharesOf(memory).map((share, index) =>
    share >= 1 ? 1 : Math.max(share, known.nearnessIn(words.texts[index] ?? '', text)),
  );
}

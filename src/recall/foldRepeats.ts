import type { Category, Memory } from '../core/memory.ts';
import { deriveTitle } from '../core/memoryTitle.ts';
import { type SaidWord, saidWords, sayTheSame } from '../core/saidWords.ts';
import { isTurn } from './conversationHits.ts';

/** As far down as anybody reads; comparing all with all further down would cost more than it saves. */
const compared = 30;

/** Each of these asks for something to be done or heeded: one too many is better than one too few. */
const alwaysShown: ReadonlySet<Category> = new Set(['blocker', 'directive']);

/** An answer, and the memories that say the same and are not shown by themselves, best ranked first. */
export type WithRepeats<T> = T & { readonly repeats: readonly Memory[] };

/**
 * Folds what says the same as something better ranked into that. Keeps the order. Nothing is folded any more below the
 * `enough` best that remain.
 */
export function foldRepeats<T extends { readonly memory: Memory }>(
  ranked: readonly T[],
  enough: number,
): WithRepeats<T>[] {
  const kept: { item: T; subject: Subject; repeats: Memory[] }[] = [];
  let seen = 0;
  for (const item of ranked.slice(0, compared)) {
    if (kept.length === enough) break;
    seen += 1;
    const subject = new Subject(item.memory);
    const same = kept.find((other) => other.subject.covers(subject));
    if (same) same.repeats.push(item.memory);
    else kept.push({ item, subject, repeats: [] });
  }
  return [
    ...kept.map(({ item, repeats }) => ({ ...item, repeats })),
    ...ranked.slice(seen).map((item) => ({ ...item, repeats: [] })),
  ];
}

/** A memory on its way to being compared; its words are read when somebody asks for them. */
class Subject {
  readonly memory: Memory;
  #content: SaidWord[] | undefined;

  constructor(memory: Memory) {
    this.memory = memory;
  }

  /** Whether whoever has read this one misses nothing of the other. */
  covers(other: Subject): boolean {
    const [mine, others] = [this.memory, other.memory];
    if (alwaysShown.has(others.category) || isTurn(others)) return false;
    return (
      mine.category === others.category &&
      mine.project === others.project &&
      mine.scope === others.scope &&
      mine.status === others.status &&
      others.entities.every((entity) => mine.entities.includes(entity)) &&
      sayTheSame(this.content, other.content) &&
      coversTitle(mine, others) &&
      coversText(mine.what, others.what) &&
      coversText(mine.why, others.why) &&
      coversText(mine.learned, others.learned)
    );
  }

  get content(): SaidWord[] {
    this.#content ??= saidWords(this.memory.content);
    return this.#content;
  }
}

/** A title that was made of the content says nothing that the content does not say. */
function coversTitle(mine: Memory, others: Memory): boolean {
  return coversText(mine.title, others.title) || deriveTitle(others.content) === others.title;
}

function coversText(mine: string | null, others: string | null): boolean {
  if (others === null || others === mine) return true;
  return mine !== null && sayTheSame(saidWords(mine), saidWords(others));
}

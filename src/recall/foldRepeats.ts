import type { Category, Memory } from '../core/memory/memory.ts';
import { deriveTitle } from '../core/memory/memoryTitle.ts';
import { type SaidWord, saidWords, sayTheSame } from '../core/text/saidWords.ts';
import { areAlike, shinglesOf } from '../core/text/textSimilarity.ts';
import { isTurn } from './conversations/conversationHits.ts';

/** As far down as anybody reads; comparing all with all further down would cost more than it saves. */
const compared = 30;

/** Each of these asks for something to be done or heeded: one too many is better than one too few. */
const alwaysShown: ReadonlySet<Category> = new Set(['blocker', 'directive']);

/**
 * Folds what says the same as something better ranked into that. Of the `enough` best that remain, those that are alike a
 * better one come last, so that the first few are about more than one thing; none of them is left out. Nothing is compared
 * below.
 */
export function foldRepeats<T extends { readonly memory: Memory }>(
  ranked: readonly T[],
  enough: number,
): (T & { readonly repeats: readonly Memory[] })[] {
  const kept: { item: T; subject: Subject; repeats: Memory[]; isAlike: boolean }[] = [];
  let seen = 0;
  for (const item of ranked.slice(0, compared)) {
    if (kept.length === enough) break;
    seen += 1;
    const subject = new Subject(item.memory);
    const same = kept.find((other) => other.subject.covers(subject));
    if (same) same.repeats.push(item.memory);
    else {
      const isAlike = kept.some((other) => other.subject.isAlike(subject));
      kept.push({ item, subject, repeats: [], isAlike });
    }
  }
  return [
    ...kept.filter(({ isAlike }) => !isAlike),
    ...kept.filter(({ isAlike }) => isAlike),
    ...ranked.slice(seen).map((item) => ({ item, repeats: [] })),
  ].map(({ item, repeats }) => ({ ...item, repeats }));
}

/** A memory on its way to being compared; its words are read when somebody asks for them. */
class Subject {
  readonly memory: Memory;
  #content: SaidWord[] | undefined;
  #shingles: Set<string> | undefined;

  constructor(memory: Memory) {
    this.memory = memory;
  }

  /** Whether whoever has read this one misses nothing of the other. */
  covers(other: Subject): boolean {
    const [mine, others] = [this.memory, other.memory];
    if (alwaysShown.has(others.category) || isTurn(others)) return false;
    return (
      this.#isOfOneKind(others) &&
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

  /** Whether the other one is about the same thing in nearly the same words, and says something else of it. */
  isAlike(other: Subject): boolean {
    const { memory } = other;
    if (alwaysShown.has(memory.category) || !this.#isOfOneKind(memory)) return false;
    return areAlike(this.shingles, other.shingles);
  }

  #isOfOneKind({ category, project }: Memory): boolean {
    return this.memory.category === category && this.memory.project === project;
  }

  get shingles(): Set<string> {
    this.#shingles ??= shinglesOf(this.memory.content);
    return this.#shingles;
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

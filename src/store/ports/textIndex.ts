import type { Memory } from '../../core/memory/memory.ts';

/** One thing to look for in the full-text index. Nothing in it is syntax. */
export interface LexicalTerm {
  /** A word; several words have to stand side by side. */
  readonly text: string;
  /** Words that begin so count as well. */
  readonly isPrefix?: boolean;
  /** How much a hit counts, 1 by default. */
  readonly weight?: number;
  /** Words of the question that this term is another way to write; without it, it is one of them itself. */
  readonly standsFor?: readonly string[];
}

export interface LexicalQuery {
  /** Any of them may match. */
  readonly terms: readonly LexicalTerm[];
  /** Every one of them has to match, its words side by side. */
  readonly phrases: readonly string[];
}

/** A term, and how many living memories contain it. */
export interface CountedTerm extends LexicalTerm {
  readonly documents: number;
}

/** A word that no memory has, and one that was looked for instead. */
export interface Correction {
  readonly from: string;
  readonly to: string;
}

export interface ExpandedTerms {
  /** Living memories altogether. */
  readonly total: number;
  readonly terms: readonly CountedTerm[];
  readonly corrections: readonly Correction[];
}

/** A hit of the full-text index. `bm25` is positive, larger is better. */
export interface LexicalHit {
  readonly memory: Memory;
  readonly bm25: number;
  /** About 160 characters around the best match; found when it is read. */
  readonly snippet: string;
}

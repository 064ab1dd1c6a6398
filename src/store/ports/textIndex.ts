import type { Memory } from '../../core/memory/memory.ts';
import type { Language } from '../../core/text/language.ts';
import type { MemoryFilter } from './memoryFilter.ts';

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

/**
 * A hit of the full-text index. `bm25` is positive, larger is better, and tells of proportions within one answer only:
 * another engine or other memories give other numbers.
 */
export interface LexicalHit {
  readonly memory: Memory;
  readonly bm25: number;
  /** About 160 characters around the best match; found when it is read. */
  readonly snippet: string;
}

export interface TermFrequencies {
  /** Living memories altogether. */
  readonly total: number;
  /** Terms that none contains are counted 0. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Living memories by their words. It follows every write of the same unit of work at once. */
export interface TextIndex {
  /**
   * Best first. Where the terms are in thousands of memories, those are ranked whose terms weigh most by their rarity;
   * fewer are all ranked.
   */
  search(query: LexicalQuery, filter: MemoryFilter, limit: number): Promise<LexicalHit[]>;
  /**
   * Adds other ways to write the terms: two words as one, and for a word that no memory has the known words one slip
   * away, the two words it is made of, or the names that contain it; where words change their forms otherwise than in
   * English, known forms of them. The memories of all projects make a word known. `language` is that of words in Latin
   * script, when it is known and not English.
   */
  expandTerms(terms: readonly LexicalTerm[], language?: Language): Promise<ExpandedTerms>;
  /** How many living memories contain each term, and how many there are: for stop terms and idf. */
  documentFrequencies(terms: readonly string[]): Promise<TermFrequencies>;
  /** The same of terms as they are looked for, by their texts, among memories alone. */
  memoryFrequencies(terms: readonly LexicalTerm[]): Promise<TermFrequencies>;
  /**
   * The same among memories alone, counted no further than to one more than `most`: whoever wants only rare words need not
   * wait for the others to be counted.
   */
  rareFrequencies(terms: readonly string[], most: number): Promise<TermFrequencies>;
}

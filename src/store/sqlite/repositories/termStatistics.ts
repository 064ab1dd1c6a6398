import type { Database } from '../../../sqlite/database.ts';

/** Counts up to here are quick to take anew each time. */
const cheap = 500;
/** A remembered count of more holds until this part of the memories has come or gone since. */
const tolerance = 0.02;
/** Counts that are remembered at most; they are about the questions of late. */
const mostRemembered = 10_000;

interface Remembered {
  readonly count: number;
  /** How many memories had come and gone when it was counted. */
  readonly turnover: number;
}

/** What is counted: rows of an index, and how many there are altogether. */
export interface CountedIndex {
  readonly index: 'memory_search' | 'turn_search';
  readonly total: string;
}

export const livingMemories: CountedIndex = {
  index: 'memory_search',
  total: 'SELECT count(*) AS count FROM memories WHERE deleted_at IS NULL',
};
export const allTurns: CountedIndex = { index: 'turn_search', total: 'SELECT count(*) AS count FROM turns' };

/**
 * How many living memories, or turns of conversations, contain a term. Counting walks the term's whole posting list, which is slow for just the
 * words that are in every query, so their counts are remembered while they are still about right. The exact count of
 * rare words matters for ranking: theirs are remembered until a memory comes, goes or changes.
 */
export class TermStatistics {
  readonly #database: Database;
  readonly #counted: CountedIndex;
  readonly #remembered = new Map<string, Remembered>();
  /** Of words that were counted no further, as they are in more than was asked for. */
  readonly #common = new Map<string, Remembered>();
  #total: number | undefined;
  #turnover = 0;

  constructor(database: Database, counted: CountedIndex = livingMemories) {
    this.#database = database;
    this.#counted = counted;
  }

  /** So many memories more (or fewer) live now. */
  living(difference: number): void {
    this.#turnover += 1;
    if (this.#total !== undefined) this.#total += difference;
  }

  forget(): void {
    this.#total = undefined;
    this.#remembered.clear();
    this.#common.clear();
  }

  /** `expressionOf` gives the match expression of one term; a term without words counts zero. */
  frequencies(
    terms: readonly string[],
    expressionOf: (term: string) => string,
  ): { total: number; counts: ReadonlyMap<string, number> } {
    const total = (this.#total ??= this.#countAll());
    const counts = new Map(terms.map((term) => [term, this.#countOf(expressionOf(term), total)]));
    return { total, counts };
  }

  /** The same, counted no further than to one more than `most`: what a word costs then does not grow with the memories. */
  rareFrequencies(
    terms: readonly string[],
    most: number,
    expressionOf: (term: string) => string,
  ): { total: number; counts: ReadonlyMap<string, number> } {
    const total = (this.#total ??= this.#countAll());
    const countUpTo = (expression: string): number => {
      if (this.#isCommon(expression, most, total)) return most + 1;
      return Math.min(most + 1, this.#known(expression, total) ?? this.#countUpTo(expression, most));
    };
    return { total, counts: new Map(terms.map((term) => [term, countUpTo(expressionOf(term))])) };
  }

  #countUpTo(expression: string, most: number): number {
    const row = this.#database.get(
      `SELECT count(*) AS count FROM
         (SELECT 1 FROM ${this.#counted.index} WHERE ${this.#counted.index} MATCH ? LIMIT ?)`,
      expression,
      most + 1,
    );
    const count = Number(row?.['count']);
    // One that is rare is counted to its end, and whoever asks for that mostly looks for it next.
    this.#remember(count > most ? this.#common : this.#remembered, expression, count);
    return count;
  }

  /** It was in more than `most` not long ago: few words of a text are rare, and the others are the same in most texts. */
  #isCommon(expression: string, most: number, total: number): boolean {
    const known = this.#common.get(expression);
    return known !== undefined && known.count > most && this.#turnover - known.turnover <= total * tolerance;
  }

  /** What need not be counted, or not again. */
  #known(expression: string, total: number): number | undefined {
    if (expression === '' || total === 0) return 0;
    const known = this.#remembered.get(expression);
    if (!known) return undefined;
    const isRight = this.#turnover - known.turnover <= (known.count > cheap ? total * tolerance : 0);
    return isRight ? Math.min(known.count, total) : undefined;
  }

  #countOf(expression: string, total: number): number {
    const known = this.#known(expression, total);
    if (known !== undefined) return known;
    const row = this.#database.get(
      `SELECT count(*) AS count FROM ${this.#counted.index} WHERE ${this.#counted.index} MATCH ?`,
      expression,
    );
    const count = Number(row?.['count']);
    this.#remember(this.#remembered, expression, count);
    return count;
  }

  #remember(among: Map<string, Remembered>, expression: string, count: number): void {
    if (among.size >= mostRemembered) among.clear();
    among.set(expression, { count, turnover: this.#turnover });
  }

  #countAll(): number {
    return Number(this.#database.get(this.#counted.total)?.['count']);
  }
}

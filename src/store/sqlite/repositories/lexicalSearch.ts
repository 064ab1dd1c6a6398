import { idf } from '../../../core/ranking/rarity.ts';
import type { LexicalQuery, LexicalTerm } from '../../ports/textIndex.ts';
import type { MemoryFilter } from '../../ports/memoryFilter.ts';
import type { Database } from '../../../sqlite/database.ts';
import { number } from './columns.ts';
import {
  phraseExpression,
  termExpression,
  type WeightedExpression,
  weightedExpressions,
} from './matchExpression.ts';
import { type Condition, memoryCondition } from './memoryCondition.ts';
import { RarityScores } from './rarityScores.ts';
import type { TermStatistics } from './termStatistics.ts';

/**
 * How much a word counts by where it stands: title, content, reasons, tags, entities, parts of identifiers. Weights of columns as
 * FTS5's `bm25()` takes them (https://www.sqlite.org/fts5.html#the_bm25_function), chosen by hand.
 */
const weights = '4.0, 1.0, 1.0, 2.0, 3.0, 0.5';
/** Where short texts say what a memory is about. */
const headings = '{title tags entities}';
/** What a word in a heading adds to its rarity. */
const headingShare = 0.5;
/** As many matches are all ranked: that takes some milliseconds. */
const rankedAtOnce = 3_000;
/**
 * Of more matches, so many of those with the rarest words are ranked. The fewer words there are, the more memories are
 * alike in them: by number of words, the last for all above.
 */
const leastShortlisted = [4_000, 2_000, 600] as const;
const shortlistedPerHit = 2;
/** How many times as many rows are looked at, when the filter lets too few of the best through. */
const growth = 4;

export interface ScoredRow {
  readonly seq: number;
  readonly score: number;
}

/**
 * Ranks by BM25, which reads the positions of every match: a second for the commonest words of a million memories. To
 * walk the matches alone takes a twelfth of that. So where there are many, they are walked first and the rarities of
 * their words summed up; BM25 then ranks those that came out best.
 */
export class LexicalSearch {
  readonly #database: Database;
  readonly #statistics: TermStatistics;
  readonly #scores = new RarityScores();

  constructor(database: Database, statistics: TermStatistics) {
    this.#database = database;
    this.#statistics = statistics;
  }

  /** Best first. */
  search({ terms, phrases }: LexicalQuery, filter: MemoryFilter, limit: number): ScoredRow[] {
    const expressions = weightedExpressions(terms, phrases);
    if (expressions.length === 0) return [];
    const condition = memoryCondition(filter, { livingOnly: false });
    const join =
      condition.sql === 'TRUE'
        ? ''
        : `CROSS JOIN memories ${indexFor(filter)} ON memories.seq = memory_search.rowid`;
    if (this.#matches(terms, phrases) <= rankedAtOnce)
      return this.#ranked(expressions, { join, condition }, limit);
    const shortlist = this.#shortlist(terms, phrases, filter, condition, limit);
    const among: Condition = {
      // The plus keeps SQLite from asking the index anew for every single row.
      sql: '+memory_search.rowid IN (SELECT value FROM json_each(?))',
      parameters: [JSON.stringify(shortlist)],
    };
    return this.#ranked(expressions, { join: '', condition: among }, limit);
  }

  /** At most so many memories match. */
  #matches(terms: readonly LexicalTerm[], phrases: readonly string[]): number {
    const required = phraseExpression(phrases);
    const expressions = required === '' ? terms.map(termExpression) : [required];
    const { counts } = this.#statistics.frequencies(expressions, (expression) => expression);
    return [...counts.values()].reduce((sum, count) => sum + count, 0);
  }

  #ranked(
    expressions: readonly WeightedExpression[],
    { join, condition }: { join: string; condition: Condition },
    limit: number,
  ): ScoredRow[] {
    const isOne = expressions.length === 1;
    const scores = new Map<number, number>();
    for (const { expression, weight } of expressions) {
      const rows = this.#database.all(
        `SELECT memory_search.rowid AS seq, -bm25(memory_search, ${weights}) AS score FROM memory_search ${join}
         WHERE memory_search MATCH ? AND ${condition.sql} ORDER BY score DESC, seq DESC LIMIT ?`,
        expression,
        ...condition.parameters,
        isOne ? limit : -1,
      );
      for (const row of rows) {
        const seq = number(row, 'seq');
        scores.set(seq, (scores.get(seq) ?? 0) + weight * number(row, 'score'));
      }
    }
    return [...scores]
      .map(([seq, score]) => ({ seq, score }))
      .toSorted((left, right) => right.score - left.score || right.seq - left.seq)
      .slice(0, limit);
  }

  /** Row numbers of the memories whose words are rarest, of those that the filter lets through. */
  #shortlist(
    terms: readonly LexicalTerm[],
    phrases: readonly string[],
    filter: MemoryFilter,
    condition: Condition,
    limit: number,
  ): number[] {
    const worths = this.#worths(terms);
    const least = leastShortlisted[Math.min(worths.size, leastShortlisted.length) - 1] ?? 0;
    const wanted = Math.max(least, shortlistedPerHit * limit);
    const scores = this.#scores.begin(
      Number(this.#database.get('SELECT max(seq) AS seq FROM memories')?.['seq']),
    );
    for (const [expression, worth] of worths) scores.add(this.#postings(expression), worth);
    // Where many are alike in their words, those come first that have them in front.
    if (scores.alikeAt(wanted) > wanted)
      for (const [expression, worth] of worths)
        scores.raise(this.#postings(`${headings} : ${expression}`), worth * headingShare);
    const required = phraseExpression(phrases);
    if (required !== '') scores.keepOnly(this.#postings(required));
    const ranked = scores.best();
    if (condition.sql === 'TRUE') return [...ranked.subarray(0, wanted)];
    const passing: number[] = [];
    for (
      let from = 0, size = wanted;
      from < ranked.length && passing.length < wanted;
      from += size, size *= growth
    )
      passing.push(...this.#passing(ranked.subarray(from, from + size), filter, condition));
    return passing.slice(0, wanted);
  }

  /** What a match of each expression is worth; those in nearly every memory are worth next to nothing. */
  #worths(terms: readonly LexicalTerm[]): Map<string, number> {
    const worths = new Map<string, number>();
    const { total, counts } = this.#statistics.frequencies(terms.map(termExpression), (each) => each);
    for (const term of terms) {
      const expression = termExpression(term);
      if (expression === '') continue;
      const worth = (term.weight ?? 1) * idf(total, counts.get(expression) ?? 0);
      worths.set(expression, Math.max(worth, worths.get(expression) ?? 0));
    }
    return worths;
  }

  /** Row numbers of all matches. As one text they come out of SQLite in a third of the time that rows take. */
  #postings(expression: string): number[] {
    const row = this.#database.get(
      'SELECT group_concat(rowid) AS seqs FROM memory_search WHERE memory_search MATCH ?',
      expression,
    );
    const seqs = row?.['seqs'];
    return typeof seqs === 'string' ? (JSON.parse(`[${seqs}]`) as number[]) : [];
  }

  /** In the order given, which the outer one of two loops keeps. */
  #passing(seqs: Int32Array, filter: MemoryFilter, condition: Condition): number[] {
    const rows = this.#database.all(
      `SELECT memories.seq FROM json_each(?) CROSS JOIN memories ${indexFor(filter)} ON memories.seq = json_each.value
       WHERE ${condition.sql}`,
      JSON.stringify([...seqs]),
      ...condition.parameters,
    );
    return rows.map((row) => number(row, 'seq'));
  }
}

/** Tags stand only in the memories themselves; all else that filters ask for is in one narrow index. */
const indexFor = ({ tag }: MemoryFilter): string => (tag === undefined ? 'INDEXED BY memories_filter' : '');

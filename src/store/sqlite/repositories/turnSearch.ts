import type { LexicalQuery } from '../../ports/textIndex.ts';
import type { MemoryFilter } from '../../ports/memoryFilter.ts';
import type { Database } from '../../../sqlite/database.ts';
import { number } from './columns.ts';
import { phraseExpression, termExpression, weightedExpressions } from './matchExpression.ts';
import { memoryCondition } from './memoryCondition.ts';
import type { TermStatistics } from './termStatistics.ts';

/** How much a word counts in what was said, and as a part of a name that stands there. */
const weights = '1.0, 0.5';
/** So many matches are ranked: BM25 reads the positions of each, and the commonest words are in nearly every turn. */
const rankedAtMost = 4_000;

/** A turn that has words of a query, by the row of its memory. */
export interface ScoredTurn {
  readonly seq: number;
  readonly memory: number;
  readonly score: number;
}

/** Ranks turns by BM25, and of each conversation keeps the best. */
export class TurnSearch {
  readonly #database: Database;
  readonly #statistics: TermStatistics;

  constructor(database: Database, statistics: TermStatistics) {
    this.#database = database;
    this.#statistics = statistics;
  }

  search({ terms, phrases }: LexicalQuery, filter: MemoryFilter, limit: number): ScoredTurn[] {
    const expressions = weightedExpressions(this.#telling(terms, phrases), phrases);
    const { since, until, ...ofMemory } = filter;
    const condition = memoryCondition(ofMemory, { livingOnly: true });
    const scores = new Map<number, ScoredTurn>();
    for (const { expression, weight } of expressions) {
      const rows = this.#database.all(
        `SELECT turns.seq AS seq, turns.memory AS memory, -bm25(turn_search, ${weights}) AS score
         FROM turn_search CROSS JOIN turns ON turns.seq = turn_search.rowid
         CROSS JOIN memories ON memories.seq = turns.memory
         WHERE turn_search MATCH ? AND turns.said_at >= ? AND turns.said_at < ? AND ${condition.sql}`,
        expression,
        since ?? 0,
        until ?? Number.MAX_SAFE_INTEGER,
        ...condition.parameters,
      );
      for (const row of rows) {
        const seq = number(row, 'seq');
        const score = (scores.get(seq)?.score ?? 0) + weight * number(row, 'score');
        scores.set(seq, { seq, memory: number(row, 'memory'), score });
      }
    }
    const best = new Map<number, ScoredTurn>();
    const ranked = [...scores.values()].toSorted((a, b) => b.score - a.score || b.seq - a.seq);
    for (const turn of ranked) if (!best.has(turn.memory)) best.set(turn.memory, turn);
    return [...best.values()].slice(0, limit);
  }

  /** The rarest terms, as many as are ranked at once; one is always among them. */
  #telling(terms: LexicalQuery['terms'], phrases: readonly string[]): LexicalQuery['terms'] {
    if (phraseExpression(phrases) !== '') return terms;
    const expressions = terms.map(termExpression);
    const { counts } = this.#statistics.frequencies(expressions, (each) => each);
    const found = terms
      .map((term, at) => ({ term, count: counts.get(expressions[at] ?? '') ?? 0 }))
      .filter(({ count }) => count > 0)
      .toSorted((a, b) => a.count - b.count);
    let left = rankedAtMost;
    return found.filter(({ count }, at) => (left -= count) >= 0 || at === 0).map(({ term }) => term);
  }
}

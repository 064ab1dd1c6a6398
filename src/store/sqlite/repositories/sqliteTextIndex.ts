import { memoryTerms, type MemoryTerms } from '../../../core/memory/memoryTerms.ts';
import type { Language } from '../../../core/text/language.ts';
import type { MemoryFilter } from '../../ports/memoryFilter.ts';
import type {
  ExpandedTerms,
  LexicalHit,
  LexicalQuery,
  LexicalTerm,
  TermFrequencies,
  TextIndex,
} from '../../ports/textIndex.ts';
import type { Database } from '../../../sqlite/database.ts';
import { memoriesBySeq } from './hydration.ts';
import { LexicalSearch } from './lexicalSearch.ts';
import { Lexicon } from './lexicon.ts';
import { termExpression } from './matchExpression.ts';
import { QueryExpansion } from './queryExpansion.ts';
import { snippetMaker } from './snippet.ts';
import { allTurns, TermStatistics } from './termStatistics.ts';
import { TextStatistics } from './textStatistics.ts';
import { type ScoredTurn, TurnSearch } from './turnSearch.ts';
import { turnTexts } from './turnTexts.ts';

/**
 * FTS5, which triggers keep equal to the rows, and the words it knows. What is remembered of both between statements is
 * kept right by the repository that writes the rows.
 */
export class SqliteTextIndex implements TextIndex {
  readonly #database: Database;
  readonly #statistics: TermStatistics;
  readonly #turnStatistics: TermStatistics;
  readonly #all: TextStatistics;
  readonly #lexicon: Lexicon;
  readonly #expansion: QueryExpansion;
  readonly #search: LexicalSearch;
  readonly #turns: TurnSearch;

  constructor(database: Database) {
    this.#database = database;
    this.#statistics = new TermStatistics(database);
    this.#turnStatistics = new TermStatistics(database, allTurns);
    this.#all = new TextStatistics(this.#statistics, this.#turnStatistics);
    this.#lexicon = new Lexicon(database);
    this.#expansion = new QueryExpansion(this.#lexicon, this.#all);
    this.#search = new LexicalSearch(database, this.#statistics);
    this.#turns = new TurnSearch(database, this.#turnStatistics);
  }

  async search(query: LexicalQuery, filter: MemoryFilter, limit: number): Promise<LexicalHit[]> {
    const scored = new Map(this.#search.search(query, filter, limit).map(({ seq, score }) => [seq, score]));
    const snippet = snippetMaker([...query.terms.map(({ text: word }) => word), ...query.phrases]);
    return memoriesBySeq(this.#database, [...scored.keys()]).map(([seq, memory]) => ({
      memory,
      bm25: scored.get(seq) ?? 0,
      get snippet() {
        return snippet(memory.content);
      },
    }));
  }

  async expandTerms(terms: readonly LexicalTerm[], language?: Language): Promise<ExpandedTerms> {
    return this.#expansion.expand(terms, language);
  }

  async documentFrequencies(terms: readonly string[]): Promise<TermFrequencies> {
    return this.#all.frequencies(terms, (word) => termExpression({ text: word }));
  }

  async memoryFrequencies(terms: readonly LexicalTerm[]): Promise<TermFrequencies> {
    const found = this.#statistics.frequencies(terms.map(termExpression), (each) => each);
    return {
      total: found.total,
      counts: new Map(terms.map((term) => [term.text, found.counts.get(termExpression(term)) ?? 0])),
    };
  }

  async rareFrequencies(terms: readonly string[], most: number): Promise<TermFrequencies> {
    return this.#statistics.rareFrequencies(terms, most, (word) => termExpression({ text: word }));
  }

  /** A row was written that is living now or not, and was before or not. */
  written(isLiving: boolean, wasLiving: boolean, terms: MemoryTerms): void {
    this.#statistics.living(Number(isLiving) - Number(wasLiving));
    if (isLiving) this.#lexicon.learn(terms);
  }

  /** The best turn of each conversation, by row. */
  searchTurns(query: LexicalQuery, filter: MemoryFilter, limit: number): ScoredTurn[] {
    return this.#turns.search(query, filter, limit);
  }

  /** Something was said that is new, or that replaces what was there `before`: of that, no word may stay. */
  said(terms: MemoryTerms, before: string | undefined): void {
    this.#turnStatistics.living(before === undefined ? 1 : 0);
    this.#lexicon.learn(terms);
    if (before !== undefined) this.#lexicon.forget(memoryTerms(turnTexts(before)).known);
  }

  /** Rows are gone or as they were before: what is remembered of them is wrong. */
  forget(): void {
    this.#statistics.forget();
    this.#turnStatistics.forget();
    this.#lexicon.forgetMet();
  }
}

import type { TermStatistics } from './termStatistics.ts';

/** As much of the statistics as tells how rare words are. */
export type TermFrequency = Pick<TermStatistics, 'frequencies'>;

/** Of everything that words may be found in: what is rare among memories may be said all the time. */
export class TextStatistics implements TermFrequency {
  readonly #parts: readonly TermFrequency[];

  constructor(...parts: readonly TermFrequency[]) {
    this.#parts = parts;
  }

  frequencies(
    terms: readonly string[],
    expressionOf: (term: string) => string,
  ): { total: number; counts: ReadonlyMap<string, number> } {
    const found = this.#parts.map((part) => part.frequencies(terms, expressionOf));
    return {
      total: found.reduce((sum, { total }) => sum + total, 0),
      counts: new Map(
        terms.map((term) => [term, found.reduce((sum, { counts }) => sum + (counts.get(term) ?? 0), 0)]),
      ),
    };
  }
}

import { embeddingChunks, tokensOfChunk } from '../../src/embed/builtIn/embeddingTokens.ts';

/** What a word may count on being: seen by more than one author, and often enough to learn from. */
const fewestSources = 2;
const fewestOccurrences = 6;
const longestToken = 24;

/** Counts tokens over all texts, then chooses those that get a vector. */
export class TokenCounter {
  readonly #tokensOf = new Map<string, readonly string[]>();
  readonly #counts = new Map<string, { occurrences: number; sources: number; lastSource: number }>();
  readonly #always = new Set<string>();
  #source = 0;

  /** The texts that follow come from another author. */
  nextSource(): void {
    this.#source++;
  }

  add(text: string): void {
    for (const chunk of embeddingChunks(text))
      for (const token of this.#candidates(chunk)) {
        const count = this.#counts.get(token);
        if (!count) this.#counts.set(token, { occurrences: 1, sources: 1, lastSource: this.#source });
        else {
          count.occurrences++;
          if (count.lastSource !== this.#source) count.sources++;
          count.lastSource = this.#source;
        }
      }
  }

  /** Words of these texts get a vector however rare they are. */
  addAlways(text: string): void {
    for (const chunk of embeddingChunks(text))
      for (const token of this.#candidates(chunk)) this.#always.add(token);
  }

  /** At most `size` tokens, most frequent first, ties in the order of their letters. */
  choose(size: number): string[] {
    const fit = (token: string) => {
      if (this.#always.has(token)) return true;
      const { occurrences, sources } = this.#counts.get(token) ?? { occurrences: 0, sources: 0 };
      return sources >= fewestSources && occurrences >= fewestOccurrences && /[a-z]/.test(token);
    };
    const rank = (token: string) =>
      (this.#always.has(token) ? 1e9 : 0) + (this.#counts.get(token)?.occurrences ?? 0);
    return [...new Set([...this.#counts.keys(), ...this.#always])]
      .filter((token) => token.length <= longestToken && fit(token))
      .sort((a, b) => rank(b) - rank(a) || (a < b ? -1 : 1))
      .slice(0, size);
  }

  #candidates(chunk: string): readonly string[] {
    const known = this.#tokensOf.get(chunk);
    if (known) return known;
    // The whole of an identifier and its parts: which of them get a vector is decided by their counts.
    const whole = tokensOfChunk(chunk, () => true);
    const parts = chunk.split(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/);
    const all =
      parts.length > 1 ? [...whole, ...parts.flatMap((part) => tokensOfChunk(part, () => true))] : whole;
    this.#tokensOf.set(chunk, all);
    return all;
  }
}

/** Turns texts into row numbers of a fixed vocabulary, remembering each chunk. */
export class TokenReader {
  readonly rows: ReadonlyMap<string, number>;
  readonly #rowsOf = new Map<string, readonly number[]>();

  constructor(vocabulary: readonly string[]) {
    this.rows = new Map(vocabulary.map((token, row) => [token, row]));
  }

  read(text: string): number[] {
    const found: number[] = [];
    for (const chunk of embeddingChunks(text)) {
      let rows = this.#rowsOf.get(chunk);
      if (!rows) {
        rows = tokensOfChunk(chunk, (token) => this.rows.has(token)).map(
          (token) => this.rows.get(token) ?? 0,
        );
        this.#rowsOf.set(chunk, rows);
      }
      for (const row of rows) found.push(row);
    }
    return found;
  }
}

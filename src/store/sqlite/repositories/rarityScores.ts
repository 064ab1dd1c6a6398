const buckets = 4_096;

/**
 * Sums of weights by row number, and the rows with the largest sums: BM25's idf without its frequencies
 * (`core/ranking/rarity.ts`). One array for all rows and a sort by buckets: some
 * milliseconds for a million matches, where a map and a sort by comparison take a second.
 */
export class RarityScores {
  #scores = new Float32Array(0);
  /** The most that a row can have. */
  #mass = 0;
  #length = 0;

  /** Forgets what was added before. Rows are numbered from 1 to `most`. */
  begin(most: number): this {
    this.#length = most + 1;
    if (this.#scores.length < this.#length) this.#scores = new Float32Array(Math.ceil(this.#length * 1.1));
    else this.#scores.fill(0);
    this.#mass = 0;
    return this;
  }

  add(rows: readonly number[], weight: number): void {
    for (const row of rows) this.#scores[row] = (this.#scores[row] ?? 0) + weight;
    this.#mass += weight;
  }

  /** Adds to rows that have something already; the others stay at nothing. */
  raise(rows: readonly number[], weight: number): void {
    for (const row of rows) {
      const score = this.#scores[row] ?? 0;
      if (score > 0) this.#scores[row] = score + weight;
    }
    this.#mass += weight;
  }

  /** Takes everything from all rows but these, which come in even with nothing else. */
  keepOnly(rows: readonly number[]): void {
    const kept = rows.map((row) => this.#scores[row] ?? 0);
    this.#scores.fill(0);
    for (const [at, row] of rows.entries()) this.#scores[row] = (kept[at] ?? 0) + 1;
    this.#mass += 1;
  }

  /** How many rows are about as good as the one at this place of the order. */
  alikeAt(place: number): number {
    let better = 0;
    for (const count of this.#counts().toReversed()) {
      better += count;
      if (better >= place) return count;
    }
    return 0;
  }

  /** All rows with a sum, largest first, the newest first where sums are about equal. */
  best(): Int32Array {
    const counts = this.#counts();
    const next = new Int32Array(buckets);
    let before = 0;
    for (let bucket = buckets - 1; bucket >= 0; bucket -= 1) {
      next[bucket] = before;
      before += counts[bucket] ?? 0;
    }
    const ranked = new Int32Array(before);
    for (let row = this.#length - 1; row > 0; row -= 1) {
      const score = this.#scores[row] ?? 0;
      if (score <= 0) continue;
      const bucket = this.#bucketOf(score);
      const at = next[bucket] ?? 0;
      ranked[at] = row;
      next[bucket] = at + 1;
    }
    return ranked;
  }

  #counts(): Int32Array {
    const counts = new Int32Array(buckets);
    for (let row = 1; row < this.#length; row += 1) {
      const score = this.#scores[row] ?? 0;
      if (score <= 0) continue;
      const bucket = this.#bucketOf(score);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
    return counts;
  }

  #bucketOf(score: number): number {
    return Math.min(buckets - 1, Math.floor((score / this.#mass) * buckets));
  }
}

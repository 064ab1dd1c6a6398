/** So many characters of a secret in a row are something of it: see `isLeft`. */
const window = 12;
const bits = 22;

/** The first bytes of a piece, as a place in the filter. */
const placeOf = (word: number): number => Math.imul(word, 0x9e_37_79_b1) >>> (32 - bits);

/** Looks for any piece of any of many secrets in one walk over bytes. */
export class PieceSearch {
  readonly #pieces = new Map<string, Set<number>>();
  readonly #short: (readonly [secret: Buffer, owner: number])[] = [];
  /** Whether some piece begins so: nearly every byte of a file is passed over by one look into it. */
  readonly #begins = new Uint8Array(2 ** bits);

  /**
   * @param secrets Those of each owner.
   * @param others What is said beside the secrets. A piece that stands there as well tells nothing.
   */
  constructor(secrets: readonly (readonly string[])[], others: readonly string[]) {
    for (const [owner, own] of secrets.entries())
      for (const secret of own.map((each) => Buffer.from(each))) {
        if (secret.length <= window) this.#short.push([secret, owner]);
        else
          for (let at = 0; at + window <= secret.length; at++) {
            const piece = secret.toString('latin1', at, at + window);
            this.#pieces.set(piece, (this.#pieces.get(piece) ?? new Set()).add(owner));
          }
      }
    for (const piece of this.#pieces.keys())
      this.#begins[placeOf(Buffer.from(piece, 'latin1').readUInt32BE(0))] = 1;
    for (const piece of this.#found(Buffer.from(others.join('\n')))) this.#pieces.delete(piece);
  }

  /** The owners of whose secrets something is in the bytes. */
  in(bytes: Buffer): number[] {
    const owners = new Set<number>();
    for (const [secret, owner] of this.#short) if (bytes.includes(secret)) owners.add(owner);
    for (const piece of this.#found(bytes))
      for (const owner of this.#pieces.get(piece) ?? []) owners.add(owner);
    return [...owners];
  }

  *#found(bytes: Buffer): Generator<string> {
    const last = bytes.length - window;
    if (last < 0) return;
    let word = bytes.readUInt32BE(0);
    for (let at = 0; at <= last; at++) {
      if (at > 0) word = ((word << 8) | (bytes[at + 3] ?? 0)) >>> 0;
      if (this.#begins[placeOf(word)] === 0) continue;
      const piece = bytes.toString('latin1', at, at + window);
      if (this.#pieces.has(piece)) yield piece;
    }
  }
}

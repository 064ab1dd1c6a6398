const places = 1 << 13;
/** Of two characters that follow one another. Several pairs may share one: a place tells for certain only what is not there. */
const placeOf = (first: number, second: number): number => (first * 251 + second) & (places - 1);
/** Below, to go through the text costs no more. */
const shortest = 256;

/** What says whether a piece of text stands in another one. */
export type Pieces = Pick<string, 'includes'>;

/**
 * For whoever looks for hundreds of pieces in one text, nearly all of them in vain: most have a pair of characters that the
 * text has nowhere, so that it need not be gone through for them.
 */
export const piecesOf = (text: string): Pieces => (text.length < shortest ? text : new LetterPairs(text));

class LetterPairs implements Pieces {
  readonly #text: string;
  readonly #has = new Uint8Array(places);

  constructor(text: string) {
    this.#text = text;
    const has = this.#has;
    let before = text.charCodeAt(0);
    for (let at = 1; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      has[placeOf(before, code)] = 1;
      before = code;
    }
  }

  includes(piece: string): boolean {
    for (let at = 1; at < piece.length; at += 1)
      if (this.#has[placeOf(piece.charCodeAt(at - 1), piece.charCodeAt(at))] === 0) return false;
    return this.#text.includes(piece);
  }
}

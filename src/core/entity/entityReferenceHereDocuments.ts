/** `<<EOF`, `<<-'END'`, and neither `<<<word` nor a shift by a number. */
const opener = /^<<-?[ \t]{0,8}(["'\\]?)([A-Za-z_]\w{0,40})\1/;

/** The texts that a shell script holds until a line says their word. */
export class HereDocuments {
  readonly #text: string;
  /** Words whose texts begin on the next line. */
  #waiting: string[] = [];
  /** Nobody says the word: what looked like an opener was a shift, and looking for each would take for ever. */
  #isGivenUp = false;

  constructor(text: string) {
    this.#text = text;
  }

  /** Notes what is opened at a place. */
  open(at: number): void {
    if (this.#isGivenUp || !this.#text.startsWith('<<', at) || this.#text[at - 1] === '<') return;
    const word = opener.exec(this.#text.slice(at, at + 60))?.[2];
    if (word !== undefined) this.#waiting.push(word);
  }

  /** The texts that begin behind the end of this line, in order. */
  read(newline: number): { start: number; end: number }[] {
    const found: { start: number; end: number }[] = [];
    let start = newline + 1;
    for (const word of this.#waiting) {
      const last = new RegExp(String.raw`^[ \t]*${word}[ \t]*\r?$`, 'gm');
      last.lastIndex = start;
      const match = last.exec(this.#text);
      if (!match) {
        this.#isGivenUp = true;
        break;
      }
      found.push({ start, end: match.index });
      start = match.index + match[0].length + 1;
    }
    this.#waiting = [];
    return found;
  }
}

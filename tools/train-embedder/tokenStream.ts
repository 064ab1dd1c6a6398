import { blockEnd } from './cooccurrence.ts';
import type { Synset } from './wordNet.ts';
import type { TextFile } from './collectText.ts';
import type { TokenReader } from './vocabulary.ts';

/** A block's place in the stream of rows. */
export interface StreamBlock {
  readonly from: number;
  readonly to: number;
  readonly heading: boolean;
  /** Blocks of one file have one number. */
  readonly file: number;
}

export interface TokenStream {
  /** Row numbers; `blockEnd` after each block. */
  readonly rows: Int32Array;
  readonly blocks: readonly StreamBlock[];
}

/** Shorter paragraphs teach nothing, in known words. */
const shortestParagraph = 6;

/** All prose as row numbers: the files, then definitions, examples and expression groups for the co-occurrences only. */
export function tokenStream(
  reader: TokenReader,
  files: readonly TextFile[],
  synsets: readonly Synset[],
  groups: readonly (readonly string[])[],
): TokenStream {
  const rows = new GrowingRows();
  const blocks: StreamBlock[] = [];
  for (const [file, texts] of files.entries())
    for (const { kind, text } of texts) {
      const from = rows.length;
      rows.add(reader.read(text));
      const heading = kind === 'heading';
      if (rows.length - from >= (heading ? 1 : shortestParagraph))
        blocks.push({ from, to: rows.length, heading, file });
      rows.add([blockEnd]);
    }
  for (const { words, definition, examples } of synsets)
    for (const text of [`${words.join(' ')} ${definition}`, ...examples])
      rows.add([...reader.read(text), blockEnd]);
  for (const group of groups) rows.add([...reader.read(group.join(' ')), blockEnd]);
  return { rows: rows.all(), blocks };
}

class GrowingRows {
  #rows = new Int32Array(1 << 16);
  length = 0;

  add(more: readonly number[]): void {
    if (this.length + more.length > this.#rows.length) {
      const larger = new Int32Array(this.#rows.length * 2 + more.length);
      larger.set(this.#rows);
      this.#rows = larger;
    }
    this.#rows.set(more, this.length);
    this.length += more.length;
  }

  all(): Int32Array {
    return this.#rows.slice(0, this.length);
  }
}

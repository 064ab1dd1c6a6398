import type { RowPair } from './contrastive.ts';
import type { Lexicon } from './lexicon.ts';
import type { StreamBlock, TokenStream } from './tokenStream.ts';
import type { TokenReader } from './vocabulary.ts';
import type { Synset } from './wordNet.ts';

/** How often each kind of pair is drawn, and how pairs are varied; all but the first four from 0 to 1. */
export interface SamplingOptions {
  readonly lexiconPairs: number;
  readonly lexiconGroups: number;
  readonly wordNet: number;
  readonly neighbours: number;
  /** How often an expression of a lexicon pair is replaced by another one of its group. */
  readonly replaceExpressions: number;
  /** How often a word of a lexicon pair is left out. */
  readonly leaveOut: number;
  /** How often the words that both sides share are taken off one side, as in a question in other words. */
  readonly hideShared: number;
}

type Rows = readonly number[];

const longestExpression = 4;
const questionLength = 14;
const passageLength = 40;
/** A batch of neighbours comes from a few stretches of the prose, so that it tells pages of one manual apart. */
const stretches = 4;
const stretchBlocks = 6000;

/** Draws training pairs; the same random numbers give the same pairs. */
export class PairSampler {
  readonly #options: SamplingOptions;
  readonly #random: () => number;
  readonly #stream: TokenStream;
  readonly #pairs: readonly RowPair[];
  readonly #groups: readonly (readonly Rows[])[];
  readonly #groupsOf = new Map<string, number[]>();
  readonly #meanings: readonly {
    words: readonly Rows[];
    definition: Rows;
    examples: readonly Rows[];
    related: readonly Rows[];
  }[];
  #stretchStarts: number[] = [0];
  readonly #kinds: readonly (readonly [number, () => RowPair])[];

  constructor(
    reader: TokenReader,
    stream: TokenStream,
    lexicon: Lexicon,
    synsets: readonly Synset[],
    options: SamplingOptions,
    random: () => number,
  ) {
    this.#options = options;
    this.#random = random;
    this.#stream = stream;
    const read = (texts: readonly string[]) =>
      texts.map((text) => reader.read(text)).filter(({ length }) => length > 0);
    this.#pairs = lexicon.pairs
      .map(({ question, memory }) => ({ left: reader.read(question), right: reader.read(memory) }))
      .filter(({ left, right }) => left.length > 0 && right.length > 0);
    this.#groups = lexicon.groups.map(read).filter(({ length }) => length > 1);
    for (const [index, group] of this.#groups.entries())
      for (const expression of group) {
        const key = expression.join();
        this.#groupsOf.set(key, [...(this.#groupsOf.get(key) ?? []), index]);
      }
    this.#meanings = synsets
      .map((synset) => ({
        words: read(synset.words),
        definition: reader.read(synset.definition),
        examples: read(synset.examples).filter(({ length }) => length > 2),
        related: read(synset.related),
      }))
      .filter(({ words, definition }) => words.length > 0 && definition.length > 2);
    const { lexiconPairs, lexiconGroups, wordNet, neighbours } = options;
    this.#kinds = [
      [this.#pairs.length > 0 ? lexiconPairs : 0, () => this.#lexiconPair()],
      [this.#groups.length > 0 ? lexiconGroups : 0, () => this.#groupPair()],
      [this.#meanings.length > 0 ? wordNet : 0, () => this.#wordNetPair()],
      [stream.blocks.length > 2 ? neighbours : 0, () => this.#neighbourPair()],
    ];
  }

  /**
   * Pairs of one kind, because each is the other ones' negative example: telling notes from notes is what recall needs,
   * and telling a note from a dictionary is no exercise.
   */
  batch(size: number): RowPair[] {
    const total = this.#kinds.reduce((sum, [share]) => sum + share, 0);
    this.#stretchStarts = Array.from({ length: stretches }, () => this.#below(this.#stream.blocks.length));
    let left = this.#random() * total;
    for (const [share, draw] of this.#kinds) {
      left -= share;
      if (left < 0) return Array.from({ length: size }, draw);
    }
    throw new Error('There is nothing to train on: no lexicon, no dictionary and no prose.');
  }

  #lexiconPair(): RowPair {
    const { left, right } = this.#pick(this.#pairs);
    return { left: this.#thin(this.#reworded(left)), right: this.#thin(this.#reworded(right)) };
  }

  #groupPair(): RowPair {
    const group = this.#pick(this.#groups);
    const left = this.#below(group.length);
    const others = group.filter((_, index) => index !== left);
    const right = others.length > 2 && this.#random() < 0.3 ? others.flat() : this.#pick(others);
    return { left: group[left] ?? [], right };
  }

  /** A word and its definition, two words of one meaning, a word and a more general one, or definition and example. */
  #wordNetPair(): RowPair {
    const { words, definition, examples, related } = this.#pick(this.#meanings);
    const left = this.#pick(words);
    const kind = this.#random();
    if (kind >= 0.5 && kind < 0.7 && words.length > 1) return { left, right: this.#pick(words) };
    if (kind >= 0.7 && kind < 0.85 && related.length > 0) return { left, right: this.#pick(related) };
    if (kind >= 0.85 && examples.length > 0) return { left: definition, right: this.#pick(examples) };
    return { left: this.#hide(left, definition), right: definition };
  }

  /** A heading and what follows it, two neighbouring paragraphs, or the two halves of one. */
  #neighbourPair(): RowPair {
    const { blocks } = this.#stream;
    for (;;) {
      const index = (this.#pick(this.#stretchStarts) + this.#below(stretchBlocks)) % (blocks.length - 1);
      const block = blocks[index] as StreamBlock;
      const following = blocks[index + 1] as StreamBlock;
      const together = following.file === block.file && !following.heading;
      if (together && (block.heading || this.#random() < 0.5)) {
        const right = this.#span(following, passageLength);
        return { left: this.#hide(this.#span(block, questionLength), right), right };
      }
      const length = block.to - block.from;
      if (block.heading || length < 14) continue;
      const cut = block.from + 5 + this.#below(length - 9);
      const right = [...this.#stream.rows.subarray(cut, Math.min(block.to, cut + passageLength))];
      const left = [...this.#stream.rows.subarray(Math.max(block.from, cut - questionLength), cut)];
      return { left: this.#hide(left, right), right };
    }
  }

  #span({ from, to }: StreamBlock, length: number): Rows {
    const start = to - from <= length ? from : from + this.#below(to - from - length + 1);
    return [...this.#stream.rows.subarray(start, Math.min(to, start + length))];
  }

  #hide(left: Rows, right: Rows): Rows {
    if (this.#random() >= this.#options.hideShared) return left;
    const shared = new Set(right);
    const own = left.filter((row) => !shared.has(row));
    return own.length > 1 ? own : left;
  }

  #reworded(rows: Rows): Rows {
    const out: number[] = [];
    for (let at = 0; at < rows.length;) {
      const length = this.#random() < this.#options.replaceExpressions ? this.#expressionAt(rows, at) : 0;
      if (length === 0) out.push(rows[at++] ?? 0);
      else {
        const groups = this.#groupsOf.get(rows.slice(at, at + length).join()) ?? [];
        out.push(...this.#pick(this.#groups[this.#pick(groups)] ?? []));
        at += length;
      }
    }
    return out;
  }

  /** Length of the longest expression of a group that begins here; 0 for none. */
  #expressionAt(rows: Rows, at: number): number {
    for (let length = Math.min(longestExpression, rows.length - at); length > 0; length--)
      if (this.#groupsOf.has(rows.slice(at, at + length).join())) return length;
    return 0;
  }

  #thin(rows: Rows): Rows {
    if (rows.length < 3) return rows;
    const kept = rows.filter(() => this.#random() >= this.#options.leaveOut);
    return kept.length > 0 ? kept : rows;
  }

  #pick<T>(from: readonly T[]): T {
    return from[this.#below(from.length)] as T;
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }
}

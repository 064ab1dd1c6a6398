import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isFunctionWord, stemsOf, wordsOf } from '../../src/core/text/words.ts';
import type { Lexicon } from './lexicon.ts';

/** Share of all their content words that two texts may have in common before one counts as a copy of the other. */
const mostAlike = 0.75;
/** Shorter texts are expressions anyone would use. */
const fewestStems = 4;

/** Keeps what recall is judged by out of what the model is trained on. */
export class JudgedLines {
  readonly #lines: readonly ReadonlySet<string>[];
  readonly #linesWith = new Map<string, number[]>();

  constructor(lines: readonly string[]) {
    this.#lines = lines.map(contentStems).filter(({ size }) => size >= fewestStems);
    for (const [index, stems] of this.#lines.entries())
      for (const stem of stems) {
        const found = this.#linesWith.get(stem);
        if (found) found.push(index);
        else this.#linesWith.set(stem, [index]);
      }
  }

  /** Every column of the benchmark's tab-separated and plain files. */
  static read(folder: string): JudgedLines {
    const names = readdirSync(folder).filter((name) => /\.(?:tsv|txt)$/.test(name));
    const lines = names.flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split(/[\n\t]/));
    const memories = readdirSync(folder)
      .filter((name) => name.endsWith('.jsonl'))
      .flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n'))
      .filter(Boolean)
      .flatMap((line) => Object.values(JSON.parse(line) as Record<string, unknown>))
      .filter((value) => typeof value === 'string');
    return new JudgedLines([...lines, ...memories]);
  }

  /** Whether a text says nearly what one of the lines says, in nearly the same words. */
  has(text: string): boolean {
    const stems = contentStems(text);
    if (stems.size < fewestStems) return false;
    const shared = new Map<number, number>();
    for (const stem of stems)
      for (const line of this.#linesWith.get(stem) ?? []) shared.set(line, (shared.get(line) ?? 0) + 1);
    for (const [line, count] of shared) {
      const size = this.#lines[line]?.size ?? 0;
      if (count / (stems.size + size - count) >= mostAlike) return true;
    }
    return false;
  }

  /** A lexicon without what nearly equals a line, and how much that was. */
  withoutJudged({ groups, pairs }: Lexicon): { lexicon: Lexicon; removed: number } {
    const keptPairs = pairs.filter(({ question, memory }) => !this.has(question) && !this.has(memory));
    const keptGroups = groups.map((group) => group.filter((expression) => !this.has(expression)));
    const expressions = (all: readonly (readonly string[])[]) =>
      all.reduce((sum, { length }) => sum + length, 0);
    return {
      lexicon: { groups: keptGroups.filter(({ length }) => length > 1), pairs: keptPairs },
      removed: pairs.length - keptPairs.length + expressions(groups) - expressions(keptGroups),
    };
  }
}

function contentStems(text: string): Set<string> {
  return stemsOf(
    wordsOf(text)
      .filter((word) => !isFunctionWord(word))
      .join(' '),
  );
}

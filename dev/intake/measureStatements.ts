import { readFileSync } from 'node:fs';
import type { Speaker } from '../../src/core/conversation/turn.ts';
import { spokenStatements } from '../../src/intake/conversations/spokenStatements.ts';

/** One turn, and what it states. */
export interface LabelledTurn {
  readonly half: string;
  readonly speaker: Speaker;
  readonly text: string;
  readonly expected: readonly { readonly category: string; readonly contains: string }[];
}

export interface StatementFigures {
  readonly turns: number;
  readonly expected: number;
  readonly found: number;
  readonly right: number;
  /** What was found of what is said; 0 to 1. */
  readonly recall: number;
  /** What of the found is right; 0 to 1. */
  readonly precision: number;
  readonly missed: readonly string[];
  readonly wrong: readonly string[];
}

export function readTurns(file: string | URL, half: string): LabelledTurn[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LabelledTurn)
    .filter((turn) => turn.half === half);
}

/** How many statements are found of those that people see in turns, and how many that nobody sees. */
export function measureStatements(turns: readonly LabelledTurn[]): StatementFigures {
  const missed: string[] = [];
  const wrong: string[] = [];
  let [expected, found, right] = [0, 0, 0];
  for (const { speaker, text, expected: wanted } of turns) {
    const statements = spokenStatements(text, speaker);
    const open = [...wanted];
    for (const { category, content, why } of statements) {
      const at = open.findIndex(
        (each) =>
          each.category === category &&
          `${content} ${why ?? ''}`.toLowerCase().includes(each.contains.toLowerCase()),
      );
      if (at < 0) wrong.push(`${speaker}: ${category}: ${content}`);
      else open.splice(at, 1);
    }
    expected += wanted.length;
    found += statements.length;
    right += wanted.length - open.length;
    for (const { category, contains } of open) missed.push(`${speaker}: ${category}: ${contains}`);
  }
  return {
    turns: turns.length,
    expected,
    found,
    right,
    recall: expected === 0 ? 1 : right / expected,
    precision: found === 0 ? 1 : right / found,
    missed,
    wrong,
  };
}

/** A turn that another hand has labelled: what it states, in words of the turn. */
export interface JudgedTurn {
  readonly half: string;
  readonly speaker: Speaker;
  readonly text: string;
  readonly statements: readonly { readonly category: string; readonly text: string }[];
}

export interface JudgedFigures {
  readonly turns: number;
  readonly expected: number;
  readonly found: number;
  /** Labelled statements that were found, whatever category they were given. */
  readonly right: number;
  /** Turns that state nothing. */
  readonly empty: number;
  /** Those of them in which something was found. */
  readonly falseTurns: number;
}

export function readJudged(file: string | URL, half: string): JudgedTurn[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JudgedTurn)
    .filter((turn) => turn.half === half);
}

/** How much is found of what another hand has seen in turns. */
export function measureJudged(turns: readonly JudgedTurn[]): JudgedFigures {
  let [expected, found, right, empty, falseTurns] = [0, 0, 0, 0, 0];
  for (const { speaker, text, statements } of turns) {
    const contents = spokenStatements(text, speaker).map(({ content }) => wordsIn(content));
    expected += statements.length;
    found += contents.length;
    if (statements.length === 0) empty += 1;
    if (statements.length === 0 && contents.length > 0) falseTurns += 1;
    for (const label of statements)
      if (contents.some((content) => saysTheSame(wordsIn(label.text), content))) right += 1;
  }
  return { turns: turns.length, expected, found, right, empty, falseTurns };
}

const wordsIn = (text: string): ReadonlySet<string> =>
  new Set(text.toLowerCase().match(/[\p{L}\p{N}_]{2,}/gu));

/** A label may have one more sentence than what was found, or the other way round. */
const saysTheSame = (label: ReadonlySet<string>, content: ReadonlySet<string>): boolean =>
  shareOf(label, content) >= 0.45 || (content.size >= 3 && shareOf(content, label) >= 0.7);

const shareOf = (words: ReadonlySet<string>, others: ReadonlySet<string>): number =>
  [...words].filter((word) => others.has(word)).length / Math.max(1, words.size);

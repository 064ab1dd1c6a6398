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

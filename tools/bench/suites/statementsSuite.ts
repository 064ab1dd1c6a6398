import {
  measureJudged,
  measureStatements,
  readJudged,
  readTurns,
} from '../../../dev/intake/measureStatements.ts';
import type { Figure, Suite } from '../figure.ts';

const file = new URL('../../../test/data/statements.jsonl', import.meta.url);
const blind = new URL('../../../test/data/statementsBlind.jsonl', import.meta.url);

/** How many statements are found in labelled turns of conversations, and how many of the found are right. */
export const statementsSuite: Suite = {
  name: 'statements',
  async run({ log }) {
    const own = ['dev', 'held'].flatMap((half): Figure[] => {
      const figures = measureStatements(readTurns(file, half));
      for (const each of figures.missed) log(`statements: missed in ${half}: ${each}`);
      for (const each of figures.wrong) log(`statements: wrong in ${half}: ${each}`);
      const subject = `Statements in ${figures.turns} turns (${half})`;
      return [
        { subject, name: 'precision', value: figures.precision * 100, unit: '%', target: 95 },
        { subject, name: 'recall', value: figures.recall * 100, unit: '%', target: 85 },
        { subject, name: 'stated', value: figures.expected, unit: 'count' },
        { subject, name: 'found', value: figures.found, unit: 'count' },
      ];
    });
    return [...own, ...judgedFigures()];
  },
};

/** Turns by other hands: half `a` was tuned on, half `b` was not. */
function judgedFigures(): Figure[] {
  return ['a', 'b'].flatMap((half): Figure[] => {
    const turns = readJudged(blind, half);
    const { expected, found, right, empty, falseTurns } = measureJudged(turns);
    const subject = `Statements in ${turns.length} turns by another hand (blind, ${half})`;
    return [
      { subject, name: 'recall', value: (right / expected) * 100, unit: '%' },
      { subject, name: 'precision', value: (Math.min(right, found) / found) * 100, unit: '%' },
      { subject, name: 'empty turns with one', value: (falseTurns / empty) * 100, unit: '%' },
      { subject, name: 'stated', value: expected, unit: 'count' },
      { subject, name: 'found', value: found, unit: 'count' },
    ];
  });
}

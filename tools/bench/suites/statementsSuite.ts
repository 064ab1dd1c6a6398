import { measureStatements, readTurns } from '../../../dev/intake/measureStatements.ts';
import type { Figure, Suite } from '../figure.ts';

const file = new URL('../../../test/data/statements.jsonl', import.meta.url);

/** How many statements are found in labelled turns of conversations, and how many of the found are right. */
export const statementsSuite: Suite = {
  name: 'statements',
  async run({ log }) {
    return ['dev', 'held'].flatMap((half): Figure[] => {
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
  },
};

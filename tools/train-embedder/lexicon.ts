import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A question and the note that answers it. */
export interface LexiconPair {
  readonly question: string;
  readonly memory: string;
}

export interface Lexicon {
  /** Expressions that mean about the same. */
  readonly groups: readonly (readonly string[])[];
  readonly pairs: readonly LexiconPair[];
}

/** Reads every `*.groups.txt` and `*.pairs.tsv` of a folder, in the order of their names. `#` begins a comment line. */
export function readLexicon(folder: string): Lexicon {
  const names = readdirSync(folder).sort();
  const lines = (ending: string) =>
    names
      .filter((name) => name.endsWith(ending))
      .flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n'))
      .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return {
    groups: lines('.groups.txt')
      .map((line) => [...new Set(line.split('|').map((expression) => expression.trim()))].filter(Boolean))
      .filter((group) => group.length > 1),
    pairs: lines('.pairs.tsv').flatMap((line) => {
      const [question, memory] = line.split('\t').map((side) => side.trim());
      return question && memory ? [{ question, memory }] : [];
    }),
  };
}

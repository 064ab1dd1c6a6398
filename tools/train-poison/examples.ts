import { readFileSync } from 'node:fs';
import { readingsOf } from '../../src/safety/poison/readings.ts';
import { formsIn, sentencesOf } from '../../src/safety/poison/sentences.ts';
import { meantSignalsOf, wordSignalsOf } from './signals.ts';
import { windowsOf } from './windows.ts';

/** A text to learn from, or to be judged: with a family it gives orders to a model. */
export interface LabelledText {
  readonly id: string;
  readonly text: string;
  readonly family?: string;
  readonly language?: string;
  readonly source?: string;
  /** Whose it is: the set that it came in. */
  readonly hand: string;
  /** How much it counts beside the others. */
  readonly weight: number;
}

/** One run of sentences in one reading, as places of signals. */
export interface Instance {
  readonly words: Int32Array;
  readonly letters: Int32Array;
  readonly meant: Int32Array;
}

export interface Example extends LabelledText {
  readonly isAttack: boolean;
  readonly instances: readonly Instance[];
}

export const readTexts = (file: string): LabelledText[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => ({ hand: '', weight: 1, ...(JSON.parse(line) as object) }) as LabelledText);

export function exampleOf(text: LabelledText): Example {
  const instances = readingsOf(text.text).flatMap(({ text: reading, isHidden }) => {
    const sentences = sentencesOf(reading);
    const inForm = formsIn(reading);
    const said = sentences.map((sentence) => wordSignalsOf(sentence.text));
    return windowsOf(sentences).map(([from, to]) => ({
      words: Int32Array.from(said.slice(from, to).flatMap(({ words }) => words)),
      letters: Int32Array.from(said.slice(from, to).flatMap(({ letters }) => letters)),
      meant: Int32Array.from(meantSignalsOf(sentences.slice(from, to), inForm, isHidden)),
    }));
  });
  return { ...text, isAttack: text.family !== undefined, instances };
}

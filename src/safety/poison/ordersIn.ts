import { type Quarantine, suspicions, type Suspicion } from '../../core/memory/quarantine.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import type { Concept } from './concepts.ts';
import { readingsOf } from './readings.ts';
import { formsIn, partsOf, type Sentence, sentencesOf } from './sentences.ts';
import { scoreOfWindow } from './scoreOfWindow.ts';
import { forms, threshold, together, turns } from './weights.ts';

/** Characters of an excerpt. */
const longestExcerpt = 160;

/**
 * Whether texts give orders to a model, rather than to people or about such orders: a score of who is addressed, what is to
 * be done and to what, for each sentence with the next, in every way in which the texts can be read.
 *
 * @param texts What belongs together, in reading order. The excerpt is of one of them as it stands.
 */
export function ordersIn(texts: readonly string[]): Quarantine | undefined {
  const text = texts.join('\n');
  for (const { text: reading, isHidden } of readingsOf(text)) {
    const found = windowIn(reading, isHidden);
    if (!found) continue;
    const place = isHidden ? text : asItStands(text, found);
    return { reasons: reasonsOf(found.sentences, reading, isHidden), excerpt: excerptOf(place) };
  }
  return undefined;
}

interface Window {
  /** Number of its first sentence among those of the reading. */
  readonly at: number;
  readonly sentences: readonly Sentence[];
}

/** In the letters of the text, of which a reading has others. */
function asItStands(text: string, { at, sentences }: Window): string {
  return partsOf(text)
    .slice(at, at + sentences.length)
    .join('. ');
}

/** The sentence, or the two, that score most; undefined where that is too little. */
function windowIn(reading: string, isHidden: boolean): Window | undefined {
  const sentences = sentencesOf(reading);
  const inForm = formsIn(reading);
  let best: Window | undefined;
  let most = inForm.some(isDecisive) ? -Infinity : threshold;
  for (const [at, sentence] of sentences.entries()) {
    const next = sentences[at + 1];
    for (const window of next ? [[sentence], [sentence, next]] : [[sentence]]) {
      const score = scoreOfWindow(window, inForm, isHidden);
      if (score > most) [most, best] = [score, { at, sentences: window }];
    }
  }
  return best;
}

/** A forged turn of a chat template needs no further sign. */
const isDecisive = (at: number): boolean => (forms[at]?.weight ?? 0) >= 1;

const excerptOf = (text: string): string =>
  oneLine(text.slice(0, 4 * longestExcerpt)).slice(0, longestExcerpt);

/** What a meaning is a sign of, where no rule says it. */
const signOf: Partial<Readonly<Record<Concept, Suspicion>>> = {
  cancel: 'overrides instructions',
  primacy: 'overrides instructions',
  rules: 'overrides instructions',
  role: 'changes the role',
  authority: 'poses as the system',
  send: 'sends data out',
  secret: 'sends data out',
  hide: 'hides from the person',
  secretly: 'hides from the person',
  deceive: 'hides from the person',
  persist: 'plants rules for later',
  memory: 'plants rules for later',
  tool: 'makes a tool act',
  harm: 'makes a tool act',
  weaken: 'weakens security',
  security: 'weakens security',
  trigger: 'waits for a moment',
  answer: 'steers the answer',
};

function reasonsOf(window: readonly Sentence[], reading: string, isHidden: boolean): Suspicion[] {
  const found = new Set<Suspicion>(isHidden ? ['hides its text'] : []);
  for (const at of formsIn(reading)) add(found, forms[at]?.suspicion);
  for (const { rules, turned } of window) {
    for (const at of rules) add(found, together[at]?.suspicion);
    for (const at of turned) add(found, turns[at]?.suspicion);
  }
  if (found.size === 0)
    for (const { concepts } of window) for (const concept of concepts) add(found, signOf[concept]);
  if (found.size === 0) found.add('steers the answer');
  return suspicions.filter((each) => found.has(each));
}

function add<T>(set: Set<T>, value: T | undefined): void {
  if (value !== undefined) set.add(value);
}

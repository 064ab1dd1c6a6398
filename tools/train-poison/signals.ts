import { type Concept, conceptNames } from '../../src/safety/poison/concepts.ts';
import type { Sentence } from '../../src/safety/poison/sentences.ts';

/** Signals are told by places, so many that few share theirs. */
export const placesOfSignals = 2 ** 17;

const mask = placesOfSignals - 1;
const prime = 0x01000193;
const beginning = 0x811c9dc5;

/** A place for a hash, whose low bits alone say too little. */
function placeOf(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (once ^ (once >>> 13)) & mask;
}

function hashOf(text: string): number {
  let hash = beginning;
  // Half a pair of surrogates is as good a letter as any.
  for (let at = 0; at < text.length; at += 1) hash = withLetter(hash, text, at);
  return hash;
}

// oxlint-disable-next-line unicorn/prefer-code-point -- a pair of surrogates would be read twice
const withLetter = (hash: number, text: string, at: number): number =>
  Math.imul(hash ^ text.charCodeAt(at), prime);

/** What the words of one sentence are, as places. */
export interface WordSignals {
  /** Words and signs, each two in a row, and two with another one between. */
  readonly words: readonly number[];
  /** Runs of three to five letters of a word, its ends among them. */
  readonly letters: readonly number[];
}

/**
 * Hosts and addresses say nothing about an order, and those of texts that were written to be learned from would give them
 * away: they are left out.
 */
const host =
  /(?:[a-z0-9-]+\.)+(?:example|invalid|test|com|org|net|io|dev|sh|co|ai|app|de|fr|es|it|ru|cn|jp|pl|nl|site|cloud|internal|local)\b|\b\d{1,3}(?:\.\d{1,3}){3}\b/g;

const word = /[\p{L}\p{M}\p{N}_'’]+|[^\s\p{L}\p{M}\p{N}_'’]/gu;

/** Of a sentence in lower case, and folded. */
export function wordSignalsOf(sentence: string): WordSignals {
  const words: number[] = [];
  const letters: number[] = [];
  let [before, last] = [0x1001, 0x2002];
  for (const said of sentence.replaceAll(host, ' ').match(word) ?? []) {
    const hash = hashOf(said);
    words.push(
      placeOf(hash),
      placeOf(Math.imul(last, 31) ^ hash),
      placeOf(Math.imul(before, 37) ^ hash ^ 0x5bd1e995),
    );
    [before, last] = [last, hash];
    addLetters(said, letters);
  }
  return { words, letters };
}

const unspaced = /[\u3040-\u30ff\u3400-\u9fff]/;
const longestRun = 5;

function addLetters(said: string, letters: number[]): void {
  // Scripts without blanks have words of one letter.
  const shortest = unspaced.test(said) ? 1 : 3;
  const whole = shortest === 1 ? said : ` ${said} `;
  if (whole.length <= shortest) return;
  for (let from = 0; from < whole.length; from += 1) {
    let hash = 0x9747b28c;
    const end = Math.min(whole.length, from + longestRun);
    for (let at = from; at < end; at += 1) {
      hash = withLetter(hash, whole, at);
      if (at - from + 1 >= shortest) letters.push(placeOf(hash));
    }
  }
}

const kinds = { meaning: 1, pair: 2, manner: 3, form: 4, rule: 5, turn: 6, 'turn and meaning': 7 } as const;
const numbered = (kind: keyof typeof kinds, at: number): number =>
  placeOf(Math.imul(kinds[kind] * 0x10001 + at + 1, 0x9e3779b1) ^ 0x1b873593);

const numberOf = new Map<Concept, number>(conceptNames.map((name, at) => [name, at]));

/** What sentences mean together, as places: meanings and pairs of them, rules, turns, forms, and how it is said. */
export function meantSignalsOf(
  window: readonly Sentence[],
  inForm: readonly number[],
  isHidden: boolean,
): number[] {
  const places: number[] = [];
  const meant = [...new Set(window.flatMap(({ concepts }) => concepts))]
    .map((concept) => numberOf.get(concept) ?? 0)
    .toSorted((a, b) => a - b);
  for (const [at, first] of meant.entries()) {
    places.push(numbered('meaning', first));
    for (const second of meant.slice(at + 1)) places.push(numbered('pair', first * meantAtMost + second));
  }
  if (isHidden) places.push(numbered('manner', 0));
  if (window.some(({ isMention }) => isMention)) places.push(numbered('manner', 1));
  for (const at of inForm) places.push(numbered('form', at));
  for (const at of new Set(window.flatMap(({ rules }) => rules))) places.push(numbered('rule', at));
  for (const at of new Set(window.flatMap(({ turned }) => turned))) {
    places.push(numbered('turn', at));
    for (const first of meant) places.push(numbered('turn and meaning', at * meantAtMost + first));
  }
  return places;
}

const meantAtMost = conceptNames.length;

import { type Quarantine, suspicions, type Suspicion } from '../../core/memory/quarantine.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { type Concept, type Meanings, meaningsOf } from './concepts.ts';
import { readingsOf } from './readings.ts';
import { forms, turns, threshold, together, type Together } from './weights.ts';

/** Characters of an excerpt. */
const longestExcerpt = 160;

/**
 * Whether texts give orders to a model, rather than to people or about such orders: a score of who is addressed, what is to
 * be done and to what, sentence by sentence, in every way in which the texts can be read (`weights.ts` holds the numbers).
 *
 * @param texts What belongs together, in reading order. The excerpt is of one of them as it stands.
 */
export function ordersIn(texts: readonly string[]): Quarantine | undefined {
  const text = texts.join('\n');
  let open = 0;
  for (const { text: reading, isHidden } of readingsOf(text)) {
    const { total, scores, sentence } = scoreOf(reading);
    if (!isHidden) open = total;
    // What is hidden has to say more than what is not.
    const isMore = isHidden && total > open;
    if (total + (isMore ? hiddenWeight : 0) < threshold) continue;
    const reasons = suspicions.filter((each) => scores.has(each) || (isHidden && each === 'hides its text'));
    return { reasons, excerpt: excerptOf(isHidden ? text : sentence) };
  }
  return undefined;
}

/** That words are hidden is half of the proof. */
const hiddenWeight = 0.5;

const excerptOf = (text: string): string =>
  oneLine(text.slice(0, 4 * longestExcerpt)).slice(0, longestExcerpt);

interface Scored {
  readonly total: number;
  readonly scores: ReadonlyMap<Suspicion, number>;
  /** The one that weighs most. */
  readonly sentence: string;
}

/** The score of a text in lower case: of each suspicion the most that one sentence gives it. */
export function scoreOf(reading: string): Scored {
  const scores = new Map<Suspicion, number>();
  let [heaviest, sentence] = [0, ''];
  let within: ReadonlyMap<Suspicion, number> = new Map();
  const note = (suspicion: Suspicion, weight: number) =>
    scores.set(suspicion, Math.max(scores.get(suspicion) ?? 0, weight));
  for (const each of sentencesOf(reading)) {
    const inSentence = new Map<Suspicion, number>();
    const meanings = meaningsOf(each);
    const share = speaksOf.test(each) ? 0.4 : 1;
    for (const rule of together)
      if (stands(rule, meanings))
        inSentence.set(rule.suspicion, (inSentence.get(rule.suspicion) ?? 0) + rule.weight * share);
    for (const { suspicion, weight, form } of turns)
      if (form.test(each)) inSentence.set(suspicion, (inSentence.get(suspicion) ?? 0) + weight * share);
    let own = 0;
    for (const [suspicion, weight] of inSentence) {
      note(suspicion, weight);
      own += weight;
    }
    if (own > heaviest) [heaviest, sentence, within] = [own, each, inSentence];
  }
  let total = 0;
  for (const [suspicion, weight] of scores) {
    const here = within.get(suspicion) ?? 0;
    total += here + (weight - here) * elsewhere;
  }
  for (const { suspicion, weight, form } of forms)
    if (form.test(reading)) {
      note(suspicion, weight);
      total += weight;
    }
  return { total, scores, sentence: sentence === '' ? reading : sentence };
}

/** What stands in another sentence than the heaviest one, or in the markup, counts so much less. */
const elsewhere = 0.7;

/** Whoever writes about orders says so. */
const speaksOf =
  /\b(?:attacks?|injections?|detect(?:s|ed|or|ors)?|scanner|filters?|classifier|quarantine[ds]?|false alarms?|phrase|literal|assert|malicious|untrusted|sanitis|sanitiz|guardrails?|exfiltration path|for example|e\.g\.|such as|demo)\b/;

const sentenceEnd = /[.!?;](?=\s|$)|[。！？；\n]/g;
const longestSentence = 600;

function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  let from = 0;
  const add = (to: number) => {
    for (let at = from; at < to; at += longestSentence) {
      const part = text.slice(at, Math.min(to, at + longestSentence)).trim();
      if (part !== '') sentences.push(part);
    }
  };
  for (const { index, 0: end } of text.matchAll(sentenceEnd)) {
    add(index);
    from = index + end.length;
  }
  add(text.length);
  return sentences;
}

/** Whether all of the meanings are there, near enough, in the order that is asked for. */
function stands({ all, within, inOrder = false, but = [] }: Together, meanings: Meanings): boolean {
  if (but.some((concept) => meanings.has(concept))) return false;
  const places = all.map((concept: Concept) => meanings.get(concept) ?? []);
  if (places.some((each) => each.length === 0)) return false;
  return (places[0] ?? []).some((first) => reaches(first, places.slice(1), within, inOrder));
}

function reaches(
  first: number,
  rest: readonly (readonly number[])[],
  within: number,
  inOrder: boolean,
): boolean {
  let [least, most] = [first, first];
  for (const places of rest) {
    let best: number | undefined;
    for (const place of places) {
      if (inOrder ? place <= most : place === first) continue;
      if (best === undefined || distance(place, least, most) < distance(best, least, most)) best = place;
    }
    if (best === undefined) return false;
    least = Math.min(least, best);
    most = Math.max(most, best);
  }
  return most - least <= within;
}

const distance = (place: number, least: number, most: number): number =>
  Math.max(place, most) - Math.min(place, least);

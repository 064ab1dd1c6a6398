import { type Concept, conceptNames, type Meanings, meaningsOf } from './concepts.ts';
import { forms, together, type Together, turns } from './weights.ts';

/** What is seen in one sentence. Rules, turns and forms are told by their numbers in `weights.ts`. */
export interface Sentence {
  readonly text: string;
  readonly concepts: readonly Concept[];
  readonly rules: readonly number[];
  readonly turned: readonly number[];
  /** It speaks of orders, as whoever writes about attacks does. */
  readonly isMention: boolean;
}

/** The sentences of a text in lower case, each with what is seen in it. */
export function sentencesOf(text: string): Sentence[] {
  return partsOf(text).map((part) => {
    const meanings = meaningsOf(part);
    return {
      text: part,
      concepts: conceptNames.filter((concept) => meanings.has(concept)),
      rules: together.flatMap((rule, at) => (stands(rule, meanings) ? [at] : [])),
      turned: turns.flatMap(({ form }, at) => (form.test(part) ? [at] : [])),
      isMention: speaksOf.test(part),
    };
  });
}

/** Which forms a text has. */
export const formsIn = (text: string): number[] =>
  forms.flatMap(({ form }, at) => (form.test(text) ? [at] : []));

const speaksOf =
  /\b(?:attacks?|injections?|detect(?:s|ed|or|ors)?|scanner|filters?|classifier|quarantine[ds]?|false alarms?|phrase|literal|assert|malicious|untrusted|sanitis|sanitiz|guardrails?|exfiltration path|for example|e\.g\.|such as|demo)\b/;

const sentenceEnd = /[.!?;](?=\s|$)|[。！？；\n]/g;
const longestSentence = 600;

/** A text cut where sentences end, and lines. */
export function partsOf(text: string): string[] {
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
function stands({ all, within, inOrder = false }: Together, meanings: Meanings): boolean {
  if (!all.every((concept) => meanings.has(concept))) return false;
  const places = all.map((concept: Concept) => meanings.get(concept) ?? []);
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
      if (best === undefined || spread(place, least, most) < spread(best, least, most)) best = place;
    }
    if (best === undefined) return false;
    least = Math.min(least, best);
    most = Math.max(most, best);
  }
  return most - least <= within;
}

const spread = (place: number, least: number, most: number): number =>
  Math.max(place, most) - Math.min(place, least);

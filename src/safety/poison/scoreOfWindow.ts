import { bias, meaningWeights, ruleWeights, wordWeights } from './learnedWeights.ts';
import { type Concept, conceptNames } from './concepts.ts';
import type { Sentence } from './sentences.ts';

function tableOf(list: string): ReadonlyMap<string, number> {
  return new Map(
    list.split(/\||\n/).flatMap((entry): [string, number][] => {
      const [, name = '', weight = ''] = /^(.+) (-?[\d.]+)$/.exec(entry.trim()) ?? [];
      return name === '' ? [] : [[name, Number(weight)]];
    }),
  );
}

const meaningTable = tableOf(meaningWeights);
const ruleTable = tableOf(ruleWeights);
const wordTable = tableOf(wordWeights);
const word = /[\p{L}']{2,}/gu;

/** What one or two sentences say for an order to a model: above zero it rather is one than not. */
export function scoreOfWindow(
  window: readonly Sentence[],
  inForm: readonly number[],
  isHidden: boolean,
): number {
  const concepts = conceptNames.filter((concept) =>
    window.some((sentence) => sentence.concepts.includes(concept)),
  );
  let score = bias + ofMeanings(concepts);
  if (isHidden) score += meaningTable.get('hidden') ?? 0;
  if (window.some(({ isMention }) => isMention)) score += meaningTable.get('mention') ?? 0;
  for (const at of inForm) score += ruleTable.get(`f${at}`) ?? 0;
  for (const at of new Set(window.flatMap(({ rules }) => rules))) score += ruleTable.get(`t${at}`) ?? 0;
  for (const at of new Set(window.flatMap(({ turned }) => turned))) {
    score += ruleTable.get(`u${at}`) ?? 0;
    for (const concept of concepts) score += ruleTable.get(`u${at} ${concept}`) ?? 0;
  }
  for (const each of new Set(window.flatMap(({ text }) => text.match(word) ?? [])))
    score += wordTable.get(each) ?? 0;
  return score;
}

function ofMeanings(concepts: readonly Concept[]): number {
  let score = 0;
  for (const [at, first] of concepts.entries()) {
    score += meaningTable.get(first) ?? 0;
    for (const second of concepts.slice(at + 1)) score += meaningTable.get(`${first} ${second}`) ?? 0;
  }
  return score;
}

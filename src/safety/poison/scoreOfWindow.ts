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

/** What two meanings say together. */
const pairTable: ReadonlyMap<Concept, ReadonlyMap<Concept, number>> = new Map(
  conceptNames.map((first) => [
    first,
    new Map(
      conceptNames.flatMap((second): [Concept, number][] => {
        const weight = meaningTable.get(`${first} ${second}`);
        return weight === undefined ? [] : [[second, weight]];
      }),
    ),
  ]),
);

/** Each sentence is weighed by itself and with its neighbours. */
const weighed = new WeakMap<Sentence, ReadonlyMap<string, number>>();

/** Its words that say anything, each once. */
function weightsIn(sentence: Sentence): ReadonlyMap<string, number> {
  const before = weighed.get(sentence);
  if (before) return before;
  const weights = new Map<string, number>();
  for (const each of sentence.text.match(word) ?? []) {
    const weight = wordTable.get(each);
    if (weight !== undefined) weights.set(each, weight);
  }
  weighed.set(sentence, weights);
  return weights;
}

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
  const words = new Map(window.flatMap((sentence) => [...weightsIn(sentence)]));
  for (const weight of words.values()) score += weight;
  return score;
}

function ofMeanings(concepts: readonly Concept[]): number {
  let score = 0;
  for (const [at, first] of concepts.entries()) {
    score += meaningTable.get(first) ?? 0;
    const pairs = pairTable.get(first);
    for (const second of concepts.slice(at + 1)) score += pairs?.get(second) ?? 0;
  }
  return score;
}

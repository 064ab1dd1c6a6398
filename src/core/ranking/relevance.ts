import { likeness } from './modelFit.ts';
import type { RankSignals } from './rankSignals.ts';
import { cosineWeight, modelWeight, wordWeight, type WordWeights } from './wordWeights.ts';

type WordSignals = Pick<RankSignals, 'coverage' | 'lexical' | 'titled'>;

/**
 * In cosines of the built-in model. Learned on the project's own pairs and notes, with conversations looked at for `prose` alone
 * (docs/decisions/0010-recall-fusion.md). Rank fusion lost there, because the lexical list is noise when no word matches.
 */
const worth = {
  severalWords: 0.7,
  longQuestion: 1,
  titleOfProse: 1,
  nearWords: 0.4,
  sharedTwice: 0.4,
  entity: 1,
  linked: 0.4,
  time: 0.25,
  kind: 0.15,
  question: 0.9,
} as const;

/** What the words say: in prose statistics of whole texts and the title, 0 to 2; among notes coverage, 0 to 1. */
function wordShare({ coverage, lexical, titled }: WordSignals, weights: WordWeights): number {
  return weights.prose * (lexical + worth.titleOfProse * titled) + (1 - weights.prose) * coverage;
}

/** So much idf mass is no coincidence: two words that one memory in 600 has, or three that one in 70 has. Nats. */
const tellingMass = 13;
/** Words of a question from which on it describes more than it asks, up to those of a description. */
const longFrom = 5;
const longUpTo = 8;

/**
 * What words say besides their share of the question, 0 to 1 each: several rare ones together, which are the subject where one
 * is chance; and the statistics of all words of a long question, whose vector is a blur of all that it mentions. In prose those
 * statistics say everything already.
 */
function besides(
  { coverage, lexical }: WordSignals,
  { mass, words }: WordWeights,
): { several: number; long: number } {
  const shared = Math.min(1, (coverage * mass) / tellingMass);
  const length = Math.min(1, Math.max(0, (words - longFrom) / (longUpTo - longFrom)));
  return { several: shared ** 5, long: length * lexical * shared };
}

/** What the words of a memory add to its relevance. */
function wordsPart(signals: WordSignals, weights: WordWeights): number {
  const said = wordWeight(weights) * wordShare(signals, weights);
  if (!weights.hasVectors) return said;
  const { several, long } = besides(signals, weights);
  return said + (1 - weights.prose) * (worth.severalWords * several + worth.longQuestion * long);
}

/** What the vectors of whole texts add. What shared words make of a cosine is said by the words, too, and counts less here. */
function vectorPart(signals: RankSignals, weights: WordWeights): number {
  const cosine = Math.max(0, signals.cosine);
  const ofShared = Math.min(cosine, Math.max(0, signals.cosineOfShared));
  return (
    cosineWeight(weights) * cosine -
    (1 - weights.prose) * worth.sharedTwice * ofShared +
    modelPart(signals, weights)
  );
}

/** What the chosen model adds. */
function modelPart({ modelCosine }: RankSignals, weights: WordWeights): number {
  if (!weights.model || modelCosine === undefined) return 0;
  return modelWeight(weights) * likeness(modelCosine, weights.model);
}

/** A kind of signals: the words, the vectors, an entity that is named, one that a better answer names, the time, the kind. */
export type RankPart = 'words' | 'vector' | 'entity' | 'linked' | 'time' | 'kind';

/** What each kind of signals adds to the relevance. */
export function weightedParts(signals: RankSignals, weights: WordWeights): Record<RankPart, number> {
  const share = signals.isQuestion ? worth.question : 1;
  const { had, near } = nearWords(signals, weights);
  return {
    words: share * (wordsPart(signals, weights) + had),
    vector: share * (vectorPart(signals, weights) + near),
    entity: share * worth.entity * signals.entity,
    linked: share * worth.linked * signals.linked,
    time: signals.isOfTime ? worth.time : 0,
    kind: signals.isOfKind ? worth.kind : 0,
  };
}

/** What the words that a memory has add once more when it is looked at closer, and what those add that are only near. */
function nearWords({ coverage, near }: RankSignals, weights: WordWeights): { had: number; near: number } {
  const had = Math.min(coverage, near);
  const each = nearWeight(weights);
  return { had: each * had, near: each * (near - had) };
}

const nearWeight = ({ prose }: WordWeights): number => (1 - prose) * worth.nearWords;

/** Whatever a question asks, a memory about something else has words that are somewhat near: so much of its idf mass. */
const nearByChance = 0.25;

/** Relevance without what time, kind and chance add: whether a memory is about the subject of the question. */
export function toldBy(signals: RankSignals, weights: WordWeights): number {
  const { words, vector, entity, linked } = weightedParts(signals, weights);
  const chance = signals.near > 0 ? nearWeight(weights) * nearByChance : 0;
  return Math.max(0, words + vector + entity + linked - chance);
}

/** Relevance before priors: 0 when nothing speaks for the memory. */
export function relevanceOf(signals: RankSignals, weights: WordWeights): number {
  return Object.values(weightedParts(signals, weights)).reduce((sum, part) => sum + part, 0);
}

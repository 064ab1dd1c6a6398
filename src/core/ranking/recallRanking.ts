import { likeness, type ModelFit } from './modelFit.ts';
import type { Category, Memory } from '../memory/memory.ts';

const day = 24 * 60 * 60_000;

/** What speaks for a memory as the answer to one query. All parts are 0 to 1. */
export interface RankSignals {
  /** Share of the query's idf mass whose words the memory contains. */
  readonly coverage: number;
  /** BM25 relative to the best hit of the same query; in a conversation the words in and around a turn, likewise. */
  readonly lexical: number;
  /** Share of the query's idf mass whose words the title has. */
  readonly titled: number;
  /** Share of the entities named in the query that the memory is about. */
  readonly entity: number;
  /**
   * Share of the query's idf mass whose words the memory has or has something near to, each by the cosine of its nearest
   * word; 0 when that was not looked at.
   */
  readonly near: number;
  /** Cosine of query and memory, or the nearest of what was said around a turn; 0 when there is no vector. */
  readonly cosine: number;
  /** What of the cosine comes from the words of the query that the memory has; 0 when that was not looked at. */
  readonly cosineOfShared: number;
  /** Cosine by the model that was chosen besides the built-in one; absent when there is none. */
  readonly modelCosine?: number | undefined;
  /** Relevance of the better answer that names the same entity. */
  readonly linked: number;
  /** It is of the time that the query names. */
  readonly isOfTime: boolean;
  /** It is of the kind that the query asks for ("decisions", "what blocks us"). */
  readonly isOfKind: boolean;
  /** It asks and does not tell. */
  readonly isQuestion: boolean;
}

/** Learned on the project's own pairs and notes with two models (docs/embedders.md). */
const ofModel = { uncovered: 0.1, tenfold: 0.085, most: 0.15, covered: 0.6, prose: 0.5, alone: 0.5 } as const;

type WordSignals = Pick<RankSignals, 'coverage' | 'lexical' | 'titled'>;

/** How far words are to be trusted for one query, against vectors. What is no count or mass is 0 to 1. */
export interface WordWeights {
  /**
   * How much the candidates are long texts or turns of a conversation. A vector of a long text blurs, and everyday
   * talk is not what the built-in vectors have learned; there, words decide.
   */
  readonly prose: number;
  /** The best coverage that any memory reaches. Words that are all found somewhere are meant literally. */
  readonly bestCoverage: number;
  /** Idf mass of the question's words, nats. */
  readonly mass: number;
  /** How many words the question has. */
  readonly words: number;
  readonly hasVectors: boolean;
  /** Of the model that was chosen besides the built-in one. */
  readonly model?: ModelFit | undefined;
  /** How many memories the store has. */
  readonly memories?: number;
  /** The question is in another language than English, of whose words fewer are met in the form they have. */
  readonly isForeign?: boolean;
}

export interface Standpoint {
  readonly project: string | null;
  readonly sessionId: string | undefined;
  readonly now: number;
}

/** A score and what made it, for explanations and tests. */
export interface Score {
  readonly total: number;
  readonly relevance: number;
  readonly prior: number;
}

/*
 * Learned on the project's own pairs and notes, with conversations looked at for `prose` alone (docs/benchmarks.md).
 * Rank fusion lost there, because the lexical list is noise when no word matches.
 */
const weight = {
  words: 0.06,
  wordsMeantLiterally: 0.6,
  wordsWithoutVectors: 1,
  severalWords: 0.7,
  longQuestion: 1,
  titleOfProse: 1,
  cosineOfProse: 1,
  nearWords: 0.4,
  sharedTwice: 0.4,
  entity: 1,
  linked: 0.4,
  time: 0.25,
  kind: 0.15,
  question: 0.9,
} as const;

/** What the words say: in prose statistics of whole texts and the title, 0 to 2; among notes coverage, 0 to 1. */
function wordShare({ coverage, lexical, titled }: WordSignals, trust: WordWeights): number {
  return trust.prose * (lexical + weight.titleOfProse * titled) + (1 - trust.prose) * coverage;
}

export function wordWeight({ prose, bestCoverage, hasVectors }: WordWeights): number {
  if (!hasVectors) return weight.wordsWithoutVectors;
  return prose + (1 - prose) * (weight.words + weight.wordsMeantLiterally * bestCoverage ** 4);
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
function wordsPart(signals: WordSignals, trust: WordWeights): number {
  const said = wordWeight(trust) * wordShare(signals, trust);
  if (!trust.hasVectors) return said;
  const { several, long } = besides(signals, trust);
  return said + (1 - trust.prose) * (weight.severalWords * several + weight.longQuestion * long);
}

export function cosineWeight({ prose }: WordWeights): number {
  return 1 + (weight.cosineOfProse - 1) * prose;
}

/** What the vectors of whole texts add. What shared words make of a cosine is said by the words, too, and counts less here. */
function vectorPart(signals: RankSignals, trust: WordWeights): number {
  const cosine = Math.max(0, signals.cosine);
  const ofShared = Math.min(cosine, Math.max(0, signals.cosineOfShared));
  return (
    cosineWeight(trust) * cosine -
    (1 - trust.prose) * weight.sharedTwice * ofShared +
    modelPart(signals, trust)
  );
}

/** What the chosen model adds. */
function modelPart({ modelCosine }: RankSignals, trust: WordWeights): number {
  if (!trust.model || modelCosine === undefined) return 0;
  return modelWeight(trust) * likeness(modelCosine, trust.model);
}

/**
 * What the likeness that the chosen model sees weighs, in cosines of the built-in model. The better the notes cover the
 * question's words the more: where no word is shared, a general model is like too many notes, and the more of those there are
 * the less it is worth.
 */
export function modelWeight({ bestCoverage, prose, isForeign, memories = 150 }: WordWeights): number {
  if (isForeign) return ofModel.alone;
  const crowd = Math.log10(Math.max(20, memories) / 150);
  const uncovered = Math.min(ofModel.most, Math.max(0, ofModel.uncovered - ofModel.tenfold * crowd));
  const amongNotes = uncovered + (ofModel.covered - uncovered) * bestCoverage ** 2;
  return prose * ofModel.prose + (1 - prose) * amongNotes;
}

/** What each kind of signals adds to the relevance. */
export function weightedParts(
  signals: RankSignals,
  trust: WordWeights,
): Record<'words' | 'vector' | 'entity' | 'linked' | 'time' | 'kind', number> {
  const share = signals.isQuestion ? weight.question : 1;
  const { had, near } = nearWords(signals, trust);
  return {
    words: share * (wordsPart(signals, trust) + had),
    vector: share * (vectorPart(signals, trust) + near),
    entity: share * weight.entity * signals.entity,
    linked: share * weight.linked * signals.linked,
    time: signals.isOfTime ? weight.time : 0,
    kind: signals.isOfKind ? weight.kind : 0,
  };
}

/** What the words that a memory has add once more when it is looked at closer, and what those add that are only near. */
function nearWords({ coverage, near }: RankSignals, trust: WordWeights): { had: number; near: number } {
  const had = Math.min(coverage, near);
  const each = nearWeight(trust);
  return { had: each * had, near: each * (near - had) };
}

const nearWeight = ({ prose }: WordWeights): number => (1 - prose) * weight.nearWords;

/** Whatever a question asks, a memory about something else has words that are somewhat near: so much of its idf mass. */
const nearByChance = 0.25;

/** Relevance without what time, kind and chance add: whether a memory is about the subject of the question. */
export function toldBy(signals: RankSignals, trust: WordWeights): number {
  const { words, vector, entity, linked } = weightedParts(signals, trust);
  const chance = signals.near > 0 ? nearWeight(trust) * nearByChance : 0;
  return Math.max(0, words + vector + entity + linked - chance);
}

/** Relevance before priors: 0 when nothing speaks for the memory. */
export function relevanceOf(signals: RankSignals, trust: WordWeights): number {
  return Object.values(weightedParts(signals, trust)).reduce((sum, part) => sum + part, 0);
}

/** A factor of the prior, by the name that explanations use. */
export type PriorFactors = Readonly<
  Record<'scope' | 'status' | 'age' | 'pinned' | 'trust' | 'confidence' | 'recalled', number>
>;

/** How much a memory counts whatever the query: pinned, near, trusted, current and often recalled memories first. */
export function priorFactors(memory: Memory, standpoint: Standpoint): PriorFactors {
  return {
    scope: scopePrior(memory, standpoint),
    status: statusPrior(memory),
    age: agePrior(memory, standpoint.now),
    pinned: memory.pinned ? 1.15 : 1,
    trust: memory.trust === 'external' ? 0.85 : 1,
    confidence: 0.95 + 0.05 * memory.confidence,
    // What helped before helps again, but never so much that it keeps itself at the top.
    recalled: 1 + 0.01 * Math.min(3, Math.log2(1 + memory.recallCount)),
  };
}

export function priorOf(memory: Memory, standpoint: Standpoint): number {
  return Object.values(priorFactors(memory, standpoint)).reduce((product, factor) => product * factor, 1);
}

export function scoreOf(
  signals: RankSignals,
  trust: WordWeights,
  memory: Memory,
  standpoint: Standpoint,
): Score {
  const relevance = relevanceOf(signals, trust);
  const prior = priorOf(memory, standpoint);
  return { total: relevance * prior, relevance, prior };
}

function scopePrior(memory: Memory, standpoint: Standpoint): number {
  if (memory.scope === 'session') return memory.session === standpoint.sessionId ? 1.1 : 0.6;
  if (memory.project === null) return 0.96;
  return memory.project === standpoint.project ? 1 : 0.7;
}

function statusPrior(memory: Memory): number {
  switch (memory.status) {
    case 'active':
      return memory.category === 'blocker' ? 1.05 : 1;
    case 'resolved':
      return 0.85;
    case 'superseded':
    case 'archived':
      return 0.5;
    case 'candidate':
    case 'rejected':
      return 0.3;
  }
}

interface Ageing {
  /** Days after which half of what can be lost is lost. */
  readonly halfLife: number;
  /** What is left of the score of a very old memory. */
  readonly floor: number;
}

/** What happened and what is planned wears out in weeks, what was decided in years, and rules not at all. */
const ageing: Partial<Record<Category, Ageing>> = {
  event: { halfLife: 45, floor: 0.85 },
  plan: { halfLife: 60, floor: 0.85 },
  context: { halfLife: 60, floor: 0.88 },
  blocker: { halfLife: 90, floor: 0.9 },
  idea: { halfLife: 180, floor: 0.92 },
  decision: { halfLife: 365, floor: 0.95 },
  procedure: { halfLife: 365, floor: 0.95 },
  fact: { halfLife: 365, floor: 0.95 },
};

function agePrior(memory: Memory, now: number): number {
  const wear = ageing[memory.category];
  if (!wear) return 1;
  const age = Math.max(0, now - memory.updatedAt) / day;
  return wear.floor + (1 - wear.floor) * 2 ** (-age / wear.halfLife);
}

/** Inverse document frequency as BM25 has it, never negative. */
export function idf(documents: number, containing: number): number {
  return Math.log(1 + (documents - containing + 0.5) / (containing + 0.5));
}

/**
 * Above this share of all memories a word tells them apart no longer, and BM25 gives it no weight. Below it even the
 * name of a person who is in every third memory helps. Small stores have no such words.
 */
const stopShare = 0.5;
const stopFromDocuments = 40;

export function isStopTerm(documents: number, containing: number): boolean {
  return documents >= stopFromDocuments && containing / documents > stopShare;
}

/** What a question asks about and its answers do not have. */
export interface Lack {
  /** What the most telling of its words weighs that none of the best answers has anything near to, 0 to about 1.2. */
  readonly unmet: number;
  /** Share of its words that no memory has. */
  readonly absent: number;
}

/** Whatever a question asks about, something has to be told of it. */
const leastOfAll = 0.1;

/**
 * The relevance from which on an answer counts as one. The more memories there are, the nearer the best
 * of those that have nothing to do with a question comes to it: by the logarithm of their number, as the largest of so
 * many draws. Without vectors a quarter of the question has to be there in words, less
 * of one that is not English.
 */
export function leastRelevance(memories: number, { hasVectors, prose, isForeign }: WordWeights): number {
  if (!hasVectors) return isForeign ? leastOfAll : 0.25;
  const byVectors = 0.215 + 0.045 * Math.log(Math.max(20, memories) / 150);
  return Math.min(0.5, Math.max(0.16, byVectors)) + 0.1 * prose;
}

/** What a lack weighs, learned on the project's own pairs in stores of 150 and 1,000 notes. */
const lacking = { none: -0.485, unmet: 0.9, absent: 0.3, tenfold: 0.2 } as const;
/** More memories than were measured with raise the bound only so far. */
const mostCounted = 10_000;

/**
 * The relevance that the best answer has to reach for there to be any. The more telling the word that nothing comes near to,
 * the more the rest has to say: a memory can be like the question on the whole and not be about its subject. In prose, whose
 * vectors blur, `leastRelevance` decides.
 */
export function leastOfBest(memories: number, trust: WordWeights, lack: Lack | undefined): number {
  const least = leastRelevance(memories, trust);
  if (!lack || !trust.hasVectors) return least;
  const size = Math.log10(Math.min(mostCounted, Math.max(20, memories)) / 150);
  const among =
    lacking.none + lacking.unmet * lack.unmet + lacking.absent * lack.absent + lacking.tenfold * size;
  return trust.prose * least + (1 - trust.prose) * Math.max(leastOfAll, among);
}

/** Best first; equal scores by age and id, so that the same store gives the same answer. */
export function compareRanked(
  left: { score: Score; memory: Memory },
  right: { score: Score; memory: Memory },
): number {
  return (
    right.score.total - left.score.total ||
    right.memory.createdAt - left.memory.createdAt ||
    (right.memory.id < left.memory.id ? -1 : 1)
  );
}

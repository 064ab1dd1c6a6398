import type { ModelFit } from './modelFit.ts';

/** How far words are to be trusted for one query, against vectors. What is no count or mass is 0 to 1. */
export interface WordWeights {
  /**
   * How much the possible answers are long texts or turns of a conversation. A vector of a long text blurs, and everyday
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

/** Learned on the project's own pairs and notes (docs/decisions/0010-recall-fusion.md). */
const ofWords = { words: 0.06, wordsMeantLiterally: 0.6, withoutVectors: 1 } as const;
const ofCosine = { prose: 1 } as const;
/** Learned on the project's own pairs and notes with two models (docs/decisions/0021-a-model-besides-the-words.md). */
const ofModel = { uncovered: 0.1, tenfold: 0.085, most: 0.15, covered: 0.6, prose: 0.5, alone: 0.5 } as const;

/** What the share of the question that a memory has in words weighs, in cosines of the built-in model. */
export function wordWeight({ prose, bestCoverage, hasVectors }: WordWeights): number {
  if (!hasVectors) return ofWords.withoutVectors;
  return prose + (1 - prose) * (ofWords.words + ofWords.wordsMeantLiterally * bestCoverage ** 4);
}

/** What the cosine of the built-in model weighs. */
export function cosineWeight({ prose }: WordWeights): number {
  return 1 + (ofCosine.prose - 1) * prose;
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

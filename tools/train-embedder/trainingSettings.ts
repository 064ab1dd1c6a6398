import type { ContrastiveOptions } from './contrastive.ts';
import type { CooccurrenceOptions } from './cooccurrence.ts';
import type { SamplingOptions } from './pairSampler.ts';

export interface TrainingSettings {
  readonly name: string;
  readonly seed: number;
  /** Most words that get a vector. */
  readonly words: number;
  /** A multiple of 8. */
  readonly dimensions: number;
  readonly cooccurrence: CooccurrenceOptions;
  /** Share of the text above which a word loses weight. */
  readonly wordWeight: number;
  readonly sampling: SamplingOptions;
  readonly refinement: Omit<ContrastiveOptions, 'dimensions'>;
  /** Common directions that are taken off every text. */
  readonly components: number;
  /** Of the numbers in the file, in root mean squares of a row. */
  readonly quantisationStep: number;
}

/** What the shipped model was trained with; docs/decisions/0008-built-in-embedder.md tells what else was tried. */
export const shippedSettings: TrainingSettings = {
  name: 'built-in-1',
  seed: 1,
  words: 30_000,
  dimensions: 288,
  cooccurrence: { window: 8, subsample: 1e-4, shift: 0.7, least: 0.6 },
  wordWeight: 3e-4,
  sampling: {
    lexiconPairs: 45,
    lexiconGroups: 10,
    wordNet: 20,
    neighbours: 25,
    replaceExpressions: 0.35,
    leaveOut: 0.25,
    hideShared: 0.7,
  },
  refinement: { batch: 512, steps: 16_000, learningRate: 0.05, temperature: 0.05 },
  components: 1,
  quantisationStep: 0.5,
};

import { dotProduct } from '../../core/ranking/dotProduct.ts';
import type { ModelFit } from '../../core/ranking/modelFit.ts';
import type { Embedder } from '../../embed/embedder.ts';
import { calibrationTexts } from './calibrationTexts.ts';

export type Calibrate = (embedder: Pick<Embedder, 'embed'>, signal?: AbortSignal) => Promise<ModelFit>;

/**
 * What the cosines of a model mean, from questions and notes of which it is known which belong together
 * (docs/embedders.md). Throws what the model throws.
 */
export async function calibrateModel(
  embedder: Pick<Embedder, 'embed'>,
  signal?: AbortSignal,
): Promise<ModelFit> {
  const questions = await embedder.embed(
    calibrationTexts.map(([question]) => question),
    'query',
    signal,
  );
  const notes = await embedder.embed(
    calibrationTexts.map(([, note]) => note),
    'document',
    signal,
  );
  const unlike: number[] = [];
  const alike: number[] = [];
  for (const [at, question] of questions.entries())
    for (const [other, note] of notes.entries())
      (at === other ? alike : unlike).push(dotProduct(question, note));
  const mean = unlike.reduce((sum, each) => sum + each, 0) / unlike.length;
  const variance = unlike.reduce((sum, each) => sum + (each - mean) ** 2, 0) / unlike.length;
  return { unlike: mean, spread: Math.sqrt(variance), alike: middleOf(alike) };
}

function middleOf(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[sorted.length >> 1] ?? 0;
}

import { seededRandom } from '../../../../dev/random/seededRandom.mjs';

/** Ranks at which lists are cut. */
export const cuts = [1, 5, 10, 20] as const;

/** Each measure of one answered question, 0 to 1. */
export type Scores = Readonly<Record<string, number>>;

/**
 * any@k: one of the answers is among the first k. frac@k: the share of the answers that are. all@k: all of them are.
 * MRR: one over the rank of the first answer, 0 when it is not among those returned. With one answer to every question
 * the first three are the same and named R@k.
 */
export function scoresOf(returned: readonly string[], answers: readonly string[], single: boolean): Scores {
  const scores: Record<string, number> = {};
  const wanted = new Set(answers);
  for (const cut of cuts) {
    const found = new Set(returned.slice(0, cut).filter((key) => wanted.has(key))).size;
    if (single) scores[`R@${cut}`] = found;
    else {
      scores[`any@${cut}`] = Number(found > 0);
      scores[`frac@${cut}`] = found / wanted.size;
      scores[`all@${cut}`] = Number(found === wanted.size);
    }
  }
  const first = returned.findIndex((key) => wanted.has(key));
  scores['MRR'] = first < 0 ? 0 : 1 / (first + 1);
  return scores;
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const resamples = 1_000;
const bootstrapSeed = 20_261;

/** Bounds of the middle 95 % of the means of resampled questions (percentile bootstrap; the same for the same values). */
export function bootstrapInterval(values: readonly number[]): [low: number, high: number] {
  const random = seededRandom(bootstrapSeed);
  const means = Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let index = 0; index < values.length; index++)
      sum += values[Math.floor(random() * values.length)] ?? 0;
    return sum / values.length;
  }).toSorted((a, b) => a - b);
  return [means[Math.floor(0.025 * resamples)] ?? 0, means[Math.ceil(0.975 * resamples) - 1] ?? 0];
}

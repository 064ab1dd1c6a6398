import type { Figure } from '../../figure.ts';
import { depth, withMethods } from './askedStore.ts';
import { bootstrapInterval, mean } from './measures.ts';
import { asOf, drawStores, type Pair } from './pairs.ts';

/**
 * Whether a question about nothing in the store comes back with nothing, and what that honesty costs: how many questions
 * whose answer is in the store come back with nothing as well.
 */
export async function measureNothing(
  unanswerable: readonly string[],
  pairs: readonly Pair[],
  distractors: readonly string[],
  size: number,
): Promise<Figure[]> {
  const silent = new Map<string, number[]>();
  const lost = new Map<string, number[]>();
  for (const { notes, asked } of drawStores(pairs, distractors, size, 1))
    await withMethods({ notes, now: asOf }, async (methods) => {
      for (const [by, ask] of Object.entries(methods)) {
        const isSilent = async (question: string) => Number((await ask(question, depth)).length === 0);
        for (const question of unanswerable) append(silent, by, 100 * (await isSilent(question)));
        for (const { question } of asked) append(lost, by, 100 * (await isSilent(question)));
      }
    });
  const figures = (name: string, values: Map<string, number[]>, asked: Partial<Figure>): Figure[] =>
    [...values].map(([by, samples]) => ({
      subject: `questions about nothing, ${size} notes (${unanswerable.length} questions, ${pairs.length} with an answer)`,
      by,
      name,
      value: mean(samples),
      unit: '%',
      interval: bootstrapInterval(samples),
      ...(by === 'hybrid' ? asked : {}),
    }));
  return [
    ...figures('about nothing, and nothing returned', silent, { target: 90 }),
    ...figures('answered in the store, yet nothing returned', lost, { budget: 2 }),
  ];
}

function append(values: Map<string, number[]>, key: string, value: number): void {
  values.set(key, [...(values.get(key) ?? []), value]);
}

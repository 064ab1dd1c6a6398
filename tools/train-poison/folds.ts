import type { Example } from './examples.ts';
import { Regression } from './regression.ts';

export interface Scored {
  readonly example: Example;
  readonly score: number;
}

/** Hands whose texts are only learned from. */
const neverJudged = new Set(['tuning', 'paragraphs']);

/** Scores of each hand's texts by what the others' taught. The first hand's are of an older brief: they do not count for the threshold. */
export function judgeHands(examples: readonly Example[]): Scored[] {
  const all: Scored[] = [];
  for (const hand of new Set(examples.map((each) => each.hand))) {
    if (neverJudged.has(hand)) continue;
    const scored = scoresOf(examples, (each) => each.hand === hand);
    console.log(`${hand} left out: ${curveOf(scored)}`);
    if (hand !== 'first') all.push(...scored);
  }
  console.log(`all of them: ${curveOf(all)}`);
  const at = thresholdOf(all, 0.01);
  for (const key of ['family', 'language'] as const)
    for (const name of new Set(all.map(({ example }) => example[key] ?? '').toSorted()))
      if (name !== '')
        console.log(
          `  ${name}: ${shareAbove(
            all.filter(({ example }) => example.isAttack && example[key] === name),
            at,
          )}`,
        );
  return all;
}

/** How much of each family is found by what the other families taught, at a threshold. */
export function judgeFamilies(examples: readonly Example[], threshold: number): void {
  const all: Scored[] = [];
  for (const family of new Set(examples.flatMap((each) => each.family ?? []).toSorted())) {
    if (
      !examples.some((each) => each.family === family && each.hand !== 'first' && !neverJudged.has(each.hand))
    )
      continue;
    const scored = scoresOf(examples, (each) => each.family === family);
    console.log(`${family} left out: ${shareAbove(scored, threshold)}`);
    all.push(...scored);
  }
  console.log(`all of them: ${shareAbove(all, threshold)}`);
}

function scoresOf(examples: readonly Example[], isLeftOut: (example: Example) => boolean): Scored[] {
  const model = new Regression();
  model.train(examples.filter((each) => !isLeftOut(each)));
  return examples.filter(isLeftOut).map((example) => ({ example, score: model.scoreOf(example) }));
}

/** The score that so large a share of the harmless texts is above. */
export function thresholdOf(scored: readonly Scored[], share: number): number {
  const harmless = scored.filter(({ example }) => !example.isAttack).map(({ score }) => score);
  return harmless.toSorted((a, b) => b - a)[Math.floor(harmless.length * share)] ?? 0;
}

export function shareAbove(scored: readonly Scored[], threshold: number): string {
  const found = scored.filter(({ score }) => score > threshold).length;
  return `${found} of ${scored.length} (${((100 * found) / scored.length).toFixed(1)} %)`;
}

function curveOf(scored: readonly Scored[]): string {
  const attacks = scored.filter(({ example }) => example.isAttack);
  return [0.005, 0.01, 0.02, 0.05]
    .map((share) => `${shareAbove(attacks, thresholdOf(scored, share))} at ${100 * share} %`)
    .join(', ');
}

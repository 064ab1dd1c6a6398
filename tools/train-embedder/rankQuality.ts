/**
 * Quality of a ranking in stores of any size, without drawing samples. Of `others` wrong notes, `better` rank before
 * the right one; a store of `size` notes holds the right one and size - 1 of the others, each choice equally likely.
 */
export interface RankedQuestion {
  readonly better: number;
  readonly others: number;
}

export interface RankQuality {
  readonly recallAt1: number;
  readonly recallAt5: number;
  readonly recallAt10: number;
  /** Mean reciprocal rank. */
  readonly mrr: number;
}

const deepestRank = 100;

/** Expected quality over all questions. */
export function rankQuality(questions: readonly RankedQuestion[], size: number): RankQuality {
  const sum = { recallAt1: 0, recallAt5: 0, recallAt10: 0, mrr: 0 };
  for (const { better, others } of questions) {
    const chances = betterChances(better, others, Math.min(size - 1, others));
    for (const [before, chance] of chances.entries()) {
      if (before < 1) sum.recallAt1 += chance;
      if (before < 5) sum.recallAt5 += chance;
      if (before < 10) sum.recallAt10 += chance;
      sum.mrr += chance / (before + 1);
    }
  }
  const count = Math.max(questions.length, 1);
  return {
    recallAt1: sum.recallAt1 / count,
    recallAt5: sum.recallAt5 / count,
    recallAt10: sum.recallAt10 / count,
    mrr: sum.mrr / count,
  };
}

/** Chance that 0, 1, 2 ... of the better ones are among `drawn` of the others: the hypergeometric distribution. */
function betterChances(better: number, others: number, drawn: number): number[] {
  const all = logChoose(others, drawn);
  const deepest = Math.min(better, drawn, deepestRank);
  return Array.from({ length: deepest + 1 }, (_, count) =>
    Math.exp(logChoose(better, count) + logChoose(others - better, drawn - count) - all),
  );
}

const logFactorials = [0];

function logFactorial(value: number): number {
  for (let next = logFactorials.length; next <= value; next++)
    logFactorials.push((logFactorials[next - 1] ?? 0) + Math.log(next));
  return logFactorials[value] ?? 0;
}

function logChoose(from: number, count: number): number {
  if (count < 0 || count > from) return -Infinity;
  return logFactorial(from) - logFactorial(count) - logFactorial(from - count);
}

import type { RankExplanation } from '../../protocol/operations/recall/recall.ts';
import type { RecallExplanation, RecallHit } from '../../recall/recallRequest.ts';

const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;

/** What made the rank of one answer, as it leaves the process. Parts and priors without effect are left out. */
export function explanationOf(hit: RecallHit, explanation: RecallExplanation): RankExplanation {
  const { words, model, parts, priors, trust, time } = explanation;
  const telling = (values: Readonly<Record<string, number>>, neutral: number): Record<string, number> =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) =>
        rounded(value) === neutral ? [] : [[name, rounded(value)]],
      ),
    );
  return {
    id: hit.memory.id,
    score: rounded(hit.score.total),
    words: [...words],
    cosine: model === null ? null : rounded(hit.signals.modelCosine ?? hit.signals.cosine),
    model,
    time,
    parts: telling(parts, 0),
    priors: telling(priors, 1),
    prose: rounded(trust.prose),
  };
}

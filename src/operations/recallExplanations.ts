import { shortId } from '../core/shortId.ts';
import type { RankExplanation } from '../protocol/operations/recall.ts';
import type { RecallExplanation, RecallHit } from '../recall/recallRequest.ts';

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
    cosine: model === null ? null : rounded(hit.evidence.cosine),
    model,
    time,
    parts: telling(parts, 0),
    priors: telling(priors, 1),
    prose: rounded(trust.prose),
  };
}

/** One line an answer: `abc123: 0.71 = (words 0.21 (deploy, rollback) + vector 0.53) x age 0.97`. */
export function renderExplanations(explanations: readonly RankExplanation[]): string {
  if (explanations.length === 0) return '';
  return `\nWhy in this order:\n${explanations.map(renderExplanation).join('\n')}`;
}

export function renderExplanation({ id, score, words, parts, priors, time }: RankExplanation): string {
  const notes: Record<string, string> = {
    words: words.length > 0 ? ` (${words.join(', ')})` : '',
    time: time === null ? '' : ` (${time})`,
  };
  const sum = Object.entries(parts).map(([name, value]) => `${name} ${value}${notes[name] ?? ''}`);
  const factors = Object.entries(priors).map(([name, value]) => ` x ${name} ${value}`);
  return `${shortId(id)}: ${score} = (${sum.join(' + ')})${factors.join('')}`;
}

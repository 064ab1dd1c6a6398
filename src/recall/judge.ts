import { leastOfBest } from '../core/ranking/bounds.ts';
import { boundOf } from '../core/ranking/modelFit.ts';
import { relevanceOf, toldBy } from '../core/ranking/relevance.ts';
import type { Found } from './find.ts';
import type { Inquiry } from './inquiry.ts';
import type { RankedHit } from './rankedHit.ts';
import type { Scale } from './scale.ts';
import { unansweredBy } from './words/unanswered.ts';

/** What has less than this share of the best hit's relevance answers something else; of no more than so much of it. */
const relevanceFloor = { share: 0.25, most: 1.5 } as const;
/** The answers after the first may be this much weaker than the first has to be. */
const followingShare = 0.6;
/** A time that is named filters when something of it tells at least this share of what the best answer tells. */
const ofTimeShare = 0.5;
/** In talk a time belongs to what is talked about more often than to the talk. */
const mostlyProse = 0.5;
/** Memories that a better answer leads to and that are shown; more would hide what was asked for. */
const mostRelated = 2;

interface Judged {
  readonly found: Found;
  readonly scale: Scale;
  readonly inquiry: Inquiry;
}

/**
 * In: hits, best first. Out: those that are answers, and a few that are only related to one, which say so; nothing at all when
 * even the best says too little.
 */
export function judge(hits: readonly RankedHit[], judged: Judged): RankedHit[] {
  const { hasSubject } = judged.inquiry.question;
  if (hasSubject && !isAnswered(hits, judged)) return [];
  return ofItsTime(relevant(hits, judged), hits, judged);
}

/**
 * Whether the best says enough: by words and the model that knows them, whose rule of silence this is, or because the
 * chosen model finds something nearer than chance would bring.
 */
function isAnswered(hits: readonly RankedHit[], { found: { expanded }, scale, inquiry }: Judged): boolean {
  const { question, vectors } = inquiry;
  const unanswered = unansweredBy(hits, question.subject, expanded, vectors.words);
  const ofBest = leastOfBest(expanded.total, scale.weights, unanswered);
  const byWords = { ...scale.weights, model: undefined };
  if (hits.some(({ signals }) => toldBy(signals, byWords) >= ofBest)) return true;
  const bound = vectors.fit ? boundOf(vectors.fit, expanded.total) : Infinity;
  return hits.some(({ signals: { modelCosine = -1 } }) => modelCosine >= bound);
}

/** Without what answers something else. */
function relevant(
  hits: readonly RankedHit[],
  { scale: { weights, least }, inquiry: { question } }: Judged,
): RankedHit[] {
  const mostRelevant = Math.max(0, ...hits.map(({ score }) => score.relevance));
  const floor = relevanceFloor.share * Math.min(relevanceFloor.most, mostRelevant);
  const isAnswer = ({ signals }: RankedHit): boolean => {
    const own = { ...signals, linked: 0 };
    return (
      relevanceOf(own, weights) >= Math.max(floor, Number.MIN_VALUE) &&
      (!question.hasSubject || toldBy(own, weights) >= followingShare * least)
    );
  };
  let related = 0;
  return hits.flatMap((hit) => {
    const { signals, score } = hit;
    if (score.relevance <= 0) return [];
    if (signals.entity > 0 || isAnswer(hit)) return [hit];
    return signals.linked > 0 && ++related <= mostRelated ? [{ ...hit, isRelated: true }] : [];
  });
}

/** A time that is named is a filter, unless nothing of that time has to do with the question. */
function ofItsTime(
  answers: RankedHit[],
  hits: readonly RankedHit[],
  { scale: { weights, least }, inquiry: { question } }: Judged,
): RankedHit[] {
  const { time, hasSubject } = question;
  if (!time || weights.prose >= mostlyProse) return answers;
  const told = ({ signals }: RankedHit): number => toldBy(signals, weights);
  const ofTime = answers.filter(({ signals }) => signals.isOfTime);
  const enough = Math.max(least, ofTimeShare * Math.max(0, ...hits.map(told)));
  if (hasSubject && !ofTime.some((hit) => told(hit) >= enough))
    return answers.filter((hit) => told(hit) >= least);
  return ofTime.length > 0 ? ofTime : answers;
}

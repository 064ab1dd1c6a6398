import type { ReadUnit } from '../store/ports/readUnit.ts';
import { besideMemories, isTalk } from './conversations/besideMemories.ts';
import { heldWhereOrdersStand } from './conversations/heldExcerpt.ts';
import { explain } from './explain.ts';
import { find } from './find.ts';
import type { Found } from './find.ts';
import { findLinked } from './findLinked.ts';
import { type Inquiry, readInquiry } from './inquiry.ts';
import { judge } from './judge.ts';
import { asksForOpenBlockers, listOpenBlockers } from './openBlockers.ts';
import type { RecallAnswer } from './recallAnswer.ts';
import type { RecallRequest } from './recallRequest.ts';
import { rerank } from './rerank.ts';
import type { RankedHit } from './rankedHit.ts';
import { makeScale, type Scale } from './scale.ts';
import { vary } from './vary.ts';
import { weigh } from './weigh.ts';
import { hasTerm } from './words/soughtWords.ts';

type Unit = Pick<ReadUnit, 'memories' | 'texts' | 'turns' | 'vectors' | 'turnVectors'>;

/** Best first; empty when nothing in the store is about the question. */
export async function recallMemories(unit: Unit, request: RecallRequest): Promise<RecallAnswer> {
  const inquiry = readInquiry(request, unit);
  if (asksForOpenBlockers(inquiry.question)) {
    const open = await listOpenBlockers(unit, inquiry);
    if (open) return open;
  }
  const { all: found, noted } = await find(unit, inquiry);
  const { answers, scale } = await rank(unit, found, inquiry);
  const shown =
    noted === found
      ? vary(answers, request.limit, found.terms.length)
      : await rankApart(unit, answers, { found, noted, inquiry });
  return {
    ...shown,
    hits: shown.hits.map(heldWhereOrdersStand),
    corrections: found.expanded.corrections.filter(({ to }) =>
      shown.hits.some(({ memory }) => hasTerm(memory, { text: to, documents: 0 })),
    ),
    explain: (hit) =>
      explain(hit, {
        weights: scale.weights,
        terms: found.terms,
        standpoint: inquiry.standpoint,
        model: inquiry.vectors.model,
        time: inquiry.question.time?.text ?? null,
      }),
  };
}

/** What of it answers, best first. */
async function rank(
  unit: Unit,
  found: Found,
  inquiry: Inquiry,
): Promise<{ answers: RankedHit[]; scale: Scale }> {
  const scale = makeScale(found, inquiry);
  let hits = weigh(found.answers.all, scale, inquiry);
  if (await findLinked(unit, hits, { found, scale, inquiry }))
    hits = weigh(found.answers.all, scale, inquiry);
  hits = await rerank(hits, scale, inquiry);
  return { answers: judge(hits, { found, scale, inquiry }), scale };
}

/**
 * What is shown where conversations came up. Memories are ranked once more as if nothing had been said: how rare words are,
 * how much is little and what the best says are others among some thousands of turns, and would let memories go that answer.
 */
async function rankApart(
  unit: Unit,
  alike: readonly RankedHit[],
  { found, noted, inquiry }: { found: Found; noted: Found; inquiry: Inquiry },
): Promise<{ hits: RankedHit[]; total: number }> {
  const { limit } = inquiry.request;
  const { answers } = await rank(unit, noted, inquiry);
  const memories = vary(answers, limit, noted.terms.length);
  const talks = vary(alike.filter(isTalk), limit, found.terms.length);
  const hits = besideMemories(memories.hits, talks.hits, alike).slice(0, limit);
  return { hits, total: memories.total + talks.total };
}

import type { ReadUnit } from '../store/ports/readUnit.ts';
import { heldWhereOrdersStand } from './conversations/heldExcerpt.ts';
import { explain } from './explain.ts';
import { find } from './find.ts';
import { findLinked } from './findLinked.ts';
import { readInquiry } from './inquiry.ts';
import { judge } from './judge.ts';
import { asksForOpenBlockers, listOpenBlockers } from './openBlockers.ts';
import type { RecallAnswer } from './recallAnswer.ts';
import type { RecallRequest } from './recallRequest.ts';
import { rerank } from './rerank.ts';
import { makeScale } from './scale.ts';
import { vary } from './vary.ts';
import { weigh } from './weigh.ts';
import { hasTerm } from './words/soughtWords.ts';

/** Best first; empty when nothing in the store is about the question. */
export async function recallMemories(
  unit: Pick<ReadUnit, 'memories' | 'texts' | 'turns' | 'vectors' | 'turnVectors'>,
  request: RecallRequest,
): Promise<RecallAnswer> {
  const inquiry = readInquiry(request, unit);
  if (asksForOpenBlockers(inquiry.question)) {
    const open = await listOpenBlockers(unit, inquiry);
    if (open) return open;
  }
  const found = await find(unit, inquiry);
  const scale = makeScale(found, inquiry);
  let hits = weigh(found.answers.all, scale, inquiry);
  if (await findLinked(unit, hits, { found, scale, inquiry }))
    hits = weigh(found.answers.all, scale, inquiry);
  hits = await rerank(hits, scale, inquiry);
  hits = judge(hits, { found, scale, inquiry });
  const shown = vary(hits, request.limit, found.terms.length);
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

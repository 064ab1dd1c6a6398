import { compareRanked, scoreOf } from '../core/ranking/score.ts';
import type { Inquiry } from './inquiry.ts';
import type { QuestionVectors } from './questionVectors.ts';
import type { RankedHit } from './rankedHit.ts';
import type { Scale } from './scale.ts';
import { wordSignals } from './words/wordSignals.ts';

/** So many of the best are compared word by word; further down nobody looks. */
const minReadClosely = 8;

/**
 * In: hits, best first. Out: the same, the best of them weighed once more by what single words tell of them, where the model
 * knows those and the memories are notes.
 */
export async function rerank(
  hits: readonly RankedHit[],
  { words, sharesOf, weights }: Scale,
  { request, standpoint, vectors }: Inquiry,
): Promise<RankedHit[]> {
  const known = vectors.words;
  if (!known || weights.prose === 1) return [...hits];
  const best = hits.slice(0, Math.max(minReadClosely, request.limit));
  const closer = await wordSignals(
    best.map(({ memory }) => memory),
    { words, sharesOf, known, vectorsOf: (ids) => vectorsOf(ids, best, vectors) },
  );
  const read = best.map((hit, index): RankedHit => {
    const signals = { ...hit.signals, ...closer[index] };
    return { ...hit, signals, score: scoreOf(signals, weights, hit.memory, standpoint) };
  });
  return [...read, ...hits.slice(best.length)].sort(compareRanked);
}

/** Of a conversation, that of what is read of it. */
async function vectorsOf(
  ids: readonly string[],
  hits: readonly RankedHit[],
  vectors: QuestionVectors,
): Promise<ReadonlyMap<string, Float32Array>> {
  const all = new Map(await vectors.vectorsOf(ids));
  const read = hits.flatMap(({ memory: { id }, turn }) =>
    turn === undefined || !ids.includes(id) ? [] : [{ id, turn }],
  );
  const ofTurns = await vectors.turnVectorsOf(read.map(({ turn }) => turn));
  for (const { id, turn } of read) {
    const vector = ofTurns.get(turn);
    if (vector) all.set(id, vector);
  }
  return all;
}

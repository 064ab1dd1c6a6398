import { entityForms } from '../core/entity/entityReference.ts';
import { toldBy } from '../core/ranking/relevance.ts';
import type { ReadUnit } from '../store/ports/readUnit.ts';
import type { Found } from './find.ts';
import type { Inquiry } from './inquiry.ts';
import type { RankedHit } from './rankedHit.ts';
import { isAllowed } from './recallFilter.ts';
import type { Scale } from './scale.ts';

/** Answers whose entities lead to others, and how many others an entity may have to lead anywhere. */
const linking = { answers: 3, entities: 3, memories: 15 } as const;

/** In: hits, best first. Out: whether memories about what the best of them name were added to what was found, to be weighed anew. */
export async function findLinked(
  { memories }: Pick<ReadUnit, 'memories'>,
  hits: readonly RankedHit[],
  { found: { answers }, scale, inquiry }: { found: Found; scale: Scale; inquiry: Inquiry },
): Promise<boolean> {
  const { forms, filter, request, vectors } = inquiry;
  const asked = new Set(forms.flat());
  let isLinked = false;
  for (const { memory, signals } of hits.slice(0, linking.answers)) {
    const told = toldBy(signals, scale.weights);
    if (told < scale.least) continue;
    for (const entity of memory.entities.slice(0, linking.entities)) {
      if (asked.has(entity)) continue;
      asked.add(entity);
      const others = await memories.findByEntities(
        entityForms(entity, request.project?.id),
        filter,
        linking.memories,
      );
      if (others.length >= linking.memories) continue;
      for (const other of others) {
        if (other.id === memory.id || !isAllowed(other, inquiry)) continue;
        const answer = answers.add(other);
        answer.linked = Math.max(answer.linked, Math.min(1, told));
        isLinked = true;
      }
    }
  }
  if (isLinked) await answers.fillCosines(vectors);
  return isLinked;
}

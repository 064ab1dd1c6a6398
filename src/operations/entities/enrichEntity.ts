import { canonicalEntity } from '../../core/entity/entityReference.ts';
import { placeName } from '../../core/forge/entityPlace.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { enrich } from '../../entities/enrichment.ts';
import { describeDetails, toEntityDetails } from '../../entities/describeEntity.ts';
import type { Forge, ForgeAnswer } from '../../entities/forge.ts';
import { Places } from '../../entities/places.ts';
import { unplacedSentence } from '../../entities/unplaced.ts';
import { enrichEntityOperation } from '../../protocol/operations/entities/enrichEntity.ts';
import type { Store } from '../../store/ports/store.ts';
import type { ControlOperation } from '../operation.ts';

export interface EnrichmentPort {
  readonly store: Store;
  readonly forge: Forge;
}

/** What was asked a moment ago is not asked again, ms: several views may want it at once. */
const fresh = 10_000;

export function createEnrichEntity({
  store,
  forge,
}: EnrichmentPort): ControlOperation<typeof enrichEntityOperation> {
  return {
    definition: enrichEntityOperation,

    async run({ entity_ref }, context) {
      const { project, forges, redactor, clock, signal, lent } = context;
      const entity = canonicalEntity(entity_ref, project?.id, forges);
      if (entity === undefined || entity.startsWith('ADR-'))
        throw new MemoryBridgeError(
          'invalid_input',
          'entity_ref: is nothing that a forge knows. Give !12, #34, &5, group/project!12, a sha or a URL.',
          { details: { field: 'entity_ref' } },
        );
      const { place, known } = await store.read(async (unit) => {
        const found = (await Places.in(unit, forges)).said(entity_ref, project?.id);
        return { place: found, known: found && (await unit.entities.get(placeName(found))) };
      });
      if (!place)
        throw new MemoryBridgeError(
          'not_found',
          unplacedSentence(entity, { said: entity_ref, project: project?.id, forges }),
        );
      if (known?.outcome === 'found' && clock.now() - known.triedAt < fresh)
        return { entity, details: toEntityDetails(known, clock.now()), isFresh: true, message: null };
      const { answer, record } = await enrich(place, known, { forge, redactor, clock }, { signal, lent });
      if (record) {
        await store.write((unit) => unit.entities.put(record));
        context.emit({ kind: 'entities', references: [record.reference] });
      }
      return {
        entity,
        details: toEntityDetails(record ?? known, clock.now()),
        isFresh: answer.kind === 'found' || answer.kind === 'unchanged',
        message: messageOf(answer),
      };
    },

    render({ entity, details, message }) {
      const known = details && details.title !== null ? describeDetails(details) : 'Nothing is kept of it.';
      return [`About ${entity}: ${known}`, ...(message === null ? [] : [`Note: ${message}`])]
        .map(oneLine)
        .join('\n');
    },
  };
}

function messageOf(answer: ForgeAnswer): string | null {
  if (!('sentence' in answer)) return null;
  const advice = 'advice' in answer ? answer.advice : undefined;
  return advice === undefined ? answer.sentence : `${answer.sentence} ${advice}`;
}

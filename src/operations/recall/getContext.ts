import { placeName } from '../../core/forge/entityPlace.ts';
import { dataHeader } from '../../core/memory/memoryLine.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { describeDetails, toEntityDetails } from '../../entities/describeEntity.ts';
import { Places } from '../../entities/places.ts';
import type { EntityDetails } from '../../protocol/entityDetails.ts';
import { getContextOperation } from '../../protocol/operations/recall/getContext.ts';
import { findEntityContext, isOpenBlocker } from '../../recall/entityContext.ts';
import { toMemoryLine } from '../../recall/memoryRecords.ts';
import type { QueryOperation } from '../operation.ts';
import { counted, renderLines, withProjectNote } from '../shared/rendering.ts';

export const getContext: QueryOperation<typeof getContextOperation> = {
  definition: getContextOperation,

  async run(input, { now, project, sessionId, forges }, unit) {
    const { entity, memories } = await findEntityContext(unit, {
      reference: input.entity_ref,
      project,
      sessionId,
      forges,
    });
    const place = (await Places.in(unit, forges)).said(input.entity_ref, project?.id);
    const record = place && (await unit.entities.get(placeName(place)));
    return {
      entity,
      project: project?.id ?? null,
      memories: memories.map((memory) => toMemoryLine(memory, now)),
      openBlockers: memories.filter(isOpenBlocker).length,
      details: toEntityDetails(record, now),
    };
  },

  render({ entity: given, memories, openBlockers, details }, _input, context) {
    const entity = oneLine(given);
    const known = details
      ? [`${dataHeader}\nKnown of ${entity}: ${describeDetails(details)}${staleNote(details)}`]
      : [];
    if (memories.length === 0)
      return withProjectNote([`Nothing is remembered about ${entity}.`, ...known].join('\n'), context);
    const blocked = openBlockers === 0 ? '' : `, ${counted(openBlockers, 'open blocker')}`;
    const head = `About ${entity}: ${counted(memories.length, 'memory', 'memories')}${blocked}`;
    return withProjectNote([head, ...known, renderLines(memories, context.now)].join('\n'), context);
  },
};

/** The network is never asked here: whoever needs it fresh says so. */
const staleNote = ({ isStale }: EntityDetails): string => (isStale ? ' Ask again with enrich_entity.' : '');

import { splitCanonical } from '../../core/entity/entityReference.ts';
import { dataHeader } from '../../core/memory/memoryLine.ts';
import { ageLabel } from '../../core/text/ageLabel.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { describeDetails, toEntityDetails } from '../../entities/describeEntity.ts';
import { knownEntities } from '../../entities/knownEntities.ts';
import { listEntitiesOperation } from '../../protocol/operations/entities/listEntities.ts';
import { visibleProjects } from '../../recall/visibility.ts';
import type { QueryOperation } from '../operation.ts';
import { counted, withProjectNote } from '../shared/rendering.ts';

export const listEntities: QueryOperation<typeof listEntitiesOperation> = {
  definition: listEntitiesOperation,

  async run({ page, page_size, kind, all_projects }, { project, forges, now }, unit) {
    const { mentions, total } = await unit.entities.mentions({
      filter: all_projects ? {} : { projects: visibleProjects(project) },
      kind,
      limit: page_size,
      offset: (page - 1) * page_size,
    });
    const known = await knownEntities(unit, forges, mentions);
    return {
      entities: mentions.map((mention, index) => ({
        entity: mention.reference,
        kind: splitCanonical(mention.reference).kind ?? ('name' as const),
        project: mention.project,
        memories: mention.count,
        lastMentionedAt: mention.lastMentionedAt,
        age: ageLabel(mention.lastMentionedAt, now),
        details: toEntityDetails(known[index], now),
      })),
      total,
      page,
      pages: Math.max(1, Math.ceil(total / page_size)),
    };
  },

  render({ entities, total, page, pages }, { all_projects }, context) {
    const note = (text: string): string => (all_projects ? text : withProjectNote(text, context));
    if (entities.length === 0)
      return note(page > 1 ? `There are ${pages} pages.` : 'Memories name nothing yet.');
    const lines = entities.map(({ entity, memories, age, details }) =>
      oneLine(
        `About ${entity} · ${counted(memories, 'memory', 'memories')} · ${age}${details?.title ? ` · ${describeDetails(details)}` : ''}`,
      ),
    );
    return note(
      [`${counted(total, 'reference')}, page ${page} of ${pages}`, dataHeader, ...lines].join('\n'),
    );
  },
};

import { canonicalEntity } from '../../core/entity/entityReference.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import { Places } from '../../entities/places.ts';
import { unplacedSentence } from '../../entities/unplaced.ts';
import type { EnrichPayload } from '../../entities/staleEntities.ts';
import { enrichKind } from '../../protocol/entityDetails.ts';
import { enrichEntitiesOperation } from '../../protocol/operations/entities/enrichEntities.ts';
import { visibleProjects } from '../../recall/visibility.ts';
import type { TaskOperation } from '../operation.ts';
import { sayStarted } from '../shared/jobRecords.ts';

export const enrichEntities: TaskOperation<typeof enrichEntitiesOperation> = {
  definition: enrichEntitiesOperation,

  async start({ entity_ref, limit, stale_hours, all_projects }, { project, forges }, unit) {
    const only =
      entity_ref === undefined ? undefined : (await Places.in(unit, forges)).said(entity_ref, project?.id);
    if (entity_ref !== undefined && !only) {
      const entity = canonicalEntity(entity_ref, project?.id, forges);
      throw new MemoryBridgeError(
        'not_found',
        entity === undefined
          ? 'entity_ref: is nothing that a forge knows. Give !12, #34, &5, group/project!12, a sha or a URL.'
          : unplacedSentence(entity, { said: entity_ref, project: project?.id, forges }),
        { details: { field: 'entity_ref' } },
      );
    }
    const payload: EnrichPayload = {
      limit,
      staleHours: stale_hours,
      projects: all_projects ? null : visibleProjects(project),
      only: only ? [only] : null,
    };
    return { kind: enrichKind, payload, project: all_projects ? null : (project?.id ?? null) };
  },

  render: sayStarted('Asking forges'),
};

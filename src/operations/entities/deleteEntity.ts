import { entityForms, entityName } from '../../core/entity/entityReference.ts';
import { placeName } from '../../core/forge/entityPlace.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import { shortId } from '../../core/shortId.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { Places } from '../../entities/places.ts';
import { MemoryChanges } from '../../memories/memoryChanges.ts';
import { unlinkEntity } from '../../memories/unlinkEntity.ts';
import { deleteEntityOperation } from '../../protocol/operations/entities/deleteEntity.ts';
import { visibleProjects } from '../../recall/visibility.ts';
import type { ChangeOperation } from '../operation.ts';
import { counted, withProjectNote } from '../shared/rendering.ts';

/** More than this in one change would hold up everybody else. */
const mostMemories = 1_000;

export const deleteEntity: ChangeOperation<typeof deleteEntityOperation> = {
  definition: deleteEntityOperation,

  async run({ entity_ref }, context, unit) {
    const { project, forges } = context;
    const entity = entityName(entity_ref, project?.id, forges);
    const names = entityForms(entity, project?.id);
    const memories = await unit.memories.findByEntities(
      names,
      { projects: visibleProjects(project) },
      mostMemories + 1,
    );
    if (memories.length > mostMemories)
      throw new MemoryBridgeError(
        'too_large',
        `More than ${mostMemories} memories name ${entity}. Archive some of them first with bulk_archive.`,
      );
    const changes = new MemoryChanges(unit, context);
    await unlinkEntity(memories, names, changes);
    changes.announce();
    const place = (await Places.in(unit, forges)).said(entity_ref, project?.id);
    const forgotten = place !== undefined && (await unit.entities.remove(placeName(place)));
    return {
      entity,
      memories: changes.size,
      forgotten,
      changeId: changes.size === 0 ? '' : changes.groupId,
    };
  },

  render({ entity: given, memories, changeId }, _input, context) {
    const entity = oneLine(given);
    return withProjectNote(
      memories === 0
        ? `No memory here names ${entity}.`
        : `Taken off ${counted(memories, 'memory', 'memories')}: ${entity} (undo ${shortId(changeId)}).`,
      context,
    );
  },
};

import { oneLine } from '../../core/text/oneLine.ts';
import { getContextOperation } from '../../protocol/operations/recall/getContext.ts';
import { findEntityContext, isOpenBlocker } from '../../recall/entityContext.ts';
import { toMemoryLine } from '../../recall/memoryRecords.ts';
import type { QueryOperation } from '../operation.ts';
import { counted, renderLines, withProjectNote } from '../shared/rendering.ts';

export const getContext: QueryOperation<typeof getContextOperation> = {
  definition: getContextOperation,

  async run(input, { now, project, sessionId }, unit) {
    const { entity, memories } = await findEntityContext(unit, {
      reference: input.entity_ref,
      project,
      sessionId,
    });
    return {
      entity,
      project: project?.id ?? null,
      memories: memories.map((memory) => toMemoryLine(memory, now)),
      openBlockers: memories.filter(isOpenBlocker).length,
    };
  },

  render({ entity: given, memories, openBlockers }, _input, context) {
    const entity = oneLine(given);
    if (memories.length === 0) return withProjectNote(`Nothing is remembered about ${entity}.`, context);
    const blocked = openBlockers === 0 ? '' : `, ${counted(openBlockers, 'open blocker')}`;
    const head = `About ${entity}: ${counted(memories.length, 'memory', 'memories')}${blocked}`;
    return withProjectNote(`${head}\n${renderLines(memories, context.now)}`, context);
  },
};

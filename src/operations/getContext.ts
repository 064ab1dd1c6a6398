import { getContextOperation } from '../protocol/operations/getContext.ts';
import { findEntityContext, isOpenBlocker } from '../recall/entityContext.ts';
import { toMemoryLine } from '../recall/memoryViews.ts';
import type { Operation } from './operation.ts';
import { counted, renderLines, withProjectNote } from './rendering.ts';

export const getContext: Operation<typeof getContextOperation> = {
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

  render({ entity, memories, openBlockers }, _input, context) {
    if (memories.length === 0) return withProjectNote(`Nothing is remembered about ${entity}.`, context);
    const blocked = openBlockers === 0 ? '' : `, ${counted(openBlockers, 'open blocker')}`;
    const head = `${entity}: ${counted(memories.length, 'memory', 'memories')}${blocked}`;
    return withProjectNote(`${head}\n${renderLines(memories, context.now)}`, context);
  },
};

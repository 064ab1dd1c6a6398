import { oneLine } from '../../../core/text/oneLine.ts';
import { getContextOperation } from '../../../protocol/operations/recall/getContext.ts';
import { commandOf } from '../../commandOf.ts';
import { inProject } from '../../inProject.ts';
import { renderLines } from '../../renderMemories.ts';

export const addContext = commandOf(getContextOperation, ({ entity, project, memories }, io) => {
  if (memories.length === 0)
    return io.note(`Nothing is known about ${oneLine(entity)} ${inProject(project)}.`);
  io.print(renderLines(memories, io, { besides: project, snippets: true }));
});

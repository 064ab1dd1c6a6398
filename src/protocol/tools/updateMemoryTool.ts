import * as z from 'zod';
import { updateActions } from '../../core/memory/memoryStates.ts';
import { defineTool } from '../operation.ts';
import { archiveReason } from '../operations/memories/archiveMemory.ts';
import { changedMemoryAnswer, namedMemory } from '../operations/memories/changedMemory.ts';
import { memoryEdits } from '../operations/memories/editMemory.ts';
import { resolutionNote } from '../operations/memories/resolveBlocker.ts';
import { successorId } from '../operations/memories/supersedeMemory.ts';

export const updateMemoryTool = defineTool({
  name: 'update_memory',
  summary: 'Change a memory: edit, resolve, pin, archive, delete, supersede.',
  description:
    'Change a memory. resolve/reopen are for blockers; delete can be undone; supersede needs superseded_by.',
  input: z.object({
    memory_id: namedMemory.memory_id,
    action: z.enum(updateActions),
    ...memoryEdits,
    superseded_by: successorId,
    note: resolutionNote,
    reason: archiveReason,
    revision: namedMemory.revision,
  }),
  output: changedMemoryAnswer,
  toolsets: ['core', 'full'],
  hints: { destructive: true },
});

import * as z from 'zod';
import { relationKinds } from '../../../core/memory/memoryLink.ts';
import { defineOperation } from '../../operation.ts';
import { memoryLineSchema } from '../../memoryRecord.ts';
import { namedMemory } from './changedMemory.ts';
import { linkedMemorySchema } from './linkedMemory.ts';

export const getLinkedMemoriesOperation = defineOperation({
  name: 'get_linked_memories',
  summary: 'What a memory is linked to.',
  description:
    'Call to see what belongs to a memory: what it supersedes or contradicts, what follows from it, what else is about the same merge request or issue. Returns the memories that links lead to in both directions, each with the type, direction (out: the one before says it of this one), strength and age of the link, nearest first.',
  input: z.object({
    memory_id: namedMemory.memory_id,
    link_types: z.array(z.enum(relationKinds)).max(8).optional().describe('Default: all'),
    max_depth: z.number().int().min(1).max(5).default(1),
    min_strength: z.number().min(0).max(1).default(0),
  }),
  output: z.object({ memory: memoryLineSchema, linked: z.array(linkedMemorySchema) }),
  kind: 'query',
  otherFields: { id: 'memory_id', kinds: 'link_types' },
  toolsets: ['full'],
  cli: {
    command: 'links',
    summary: 'show what a memory is linked to',
    argument: { syntax: '<id>', help: 'short or long id', field: 'memory_id' },
    options: [
      {
        flags: '--kind <kind>',
        help: `one of ${relationKinds.join(', ')}; may be repeated (default: all)`,
        field: 'link_types',
        choices: relationKinds,
        repeated: true,
      },
      { flags: '--depth <steps>', help: 'how many links in a row', field: 'max_depth', most: 5 },
    ],
  },
});

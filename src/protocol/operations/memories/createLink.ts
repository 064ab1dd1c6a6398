import * as z from 'zod';
import { relationKinds } from '../../../core/memory/memoryLink.ts';
import { limits } from '../../limits.ts';
import { defineOperation } from '../../operation.ts';
import { changedMemoryAnswer, namedMemory } from './changedMemory.ts';

export const createLinkOperation = defineOperation({
  name: 'create_link',
  summary: 'Say what two memories are to each other.',
  description:
    'Call when two memories belong together: related, contradicts (find out which holds, then supersede the other), same_entity, derived_from (the first follows from the second) or supersedes (the first takes the place of the second). Returns the memory that was changed. recall with traverse and get_linked_memories follow links.',
  input: z.object({
    source_memory_id: namedMemory.memory_id,
    target_memory_id: namedMemory.memory_id,
    link_type: z.enum(relationKinds).default('related'),
    strength: z.number().min(0).max(1).optional().describe('0 to 1, how close they are. Default: 1'),
    reason: z.string().min(1).max(limits.reason).optional(),
  }),
  output: changedMemoryAnswer,
  kind: 'change',
  exact: ['source_memory_id', 'target_memory_id'],
  otherFields: { memory_id: 'source_memory_id', kind: 'link_type' },
  withoutEffect: { bidirectional: 'links are followed in both directions' },
  toolsets: ['full'],
  hints: { idempotent: true },
  cli: {
    command: 'link',
    summary: 'say what two memories are to each other',
    argument: { syntax: '<id>', help: 'short or long id', field: 'source_memory_id' },
    second: {
      syntax: '<other>',
      help: 'id of the other memory',
      field: 'target_memory_id',
      called: '<other>',
    },
    options: [
      {
        flags: '--kind <kind>',
        help: `one of ${relationKinds.join(', ')} (default: related)`,
        field: 'link_type',
        choices: relationKinds,
      },
      { flags: '--reason <text>', help: 'why', field: 'reason' },
    ],
    examples: ['memory-bridge link 4f0c9a1b2d 0a1b2c3d4e --kind contradicts'],
  },
});

import * as z from 'zod';
import { relationKinds } from '../../../core/memory/memoryLink.ts';
import { defineOperation } from '../../operation.ts';
import { changedMemoryAnswer, namedMemory } from './changedMemory.ts';

export const removeLinkOperation = defineOperation({
  name: 'remove_link',
  summary: 'Take away a link between two memories.',
  description:
    'Call when two memories turn out not to belong together. Takes away the links between them, of one type or all. Returns the first memory. A memory that was superseded comes back with restore_memory instead.',
  input: z.object({
    source_memory_id: namedMemory.memory_id,
    target_memory_id: namedMemory.memory_id,
    link_type: z.enum(relationKinds).optional().describe('Default: all'),
  }),
  output: changedMemoryAnswer,
  kind: 'change',
  exact: ['source_memory_id', 'target_memory_id'],
  otherFields: { memory_id: 'source_memory_id', kind: 'link_type' },
  toolsets: ['full'],
  cli: {
    command: 'unlink',
    summary: 'take away a link between two memories',
    argument: { syntax: '<id>', help: 'short or long id', field: 'source_memory_id' },
    second: {
      syntax: '<other>',
      help: 'id of the other memory',
      field: 'target_memory_id',
      called: '<other>',
    },
    options: [{ flags: '--kind <kind>', field: 'link_type', choices: relationKinds }],
  },
});

import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { changedMemoryAnswer, namedMemory } from './changedMemory.ts';

export const restoreMemoryOperation = defineOperation({
  name: 'restore_memory',
  summary: 'Bring back a memory that was archived, superseded or deleted.',
  description: 'Bring back a memory that was archived, superseded or deleted. Returns it as it is now.',
  input: z.object(namedMemory),
  output: changedMemoryAnswer,
  kind: 'change',
  whenOff: 'person',
  exact: ['memory_id'],
  otherFields: { id: 'memory_id' },
  toolsets: ['full'],
  within: { tool: 'update_memory', action: 'restore' },
  cli: {
    command: 'restore',
    summary: 'bring back a memory, or the whole database from a backup',
    description:
      'Bring back an archived or deleted memory, or put a backup in the place of the database. What was there is kept as a backup, so that restoring that one takes it back.',
    argument: {
      syntax: '[id]',
      help: 'id of a memory, or a backup: its name, its path, or latest',
      field: 'memory_id',
    },
    examples: [
      'memory-bridge restore 4f0c9a1b2d',
      'memory-bridge restore --list',
      'memory-bridge restore latest --dry-run',
      'memory-bridge restore latest',
    ],
  },
});

import * as z from 'zod';
import { categories, scopes } from '../../../core/memory/memory.ts';
import {
  categorySchema,
  directivePosition,
  metadataField,
  projectField,
  scopeSchema,
} from '../../memoryRecord.ts';
import { limits } from '../../limits.ts';
import { defineOperation, inFullOnly } from '../../operation.ts';
import { changedMemoryAnswer, namedMemory } from './changedMemory.ts';

/** What of a memory can be put otherwise. Null empties a note. */
export const memoryEdits = {
  content: z.string().min(1).max(limits.content).optional(),
  title: z.string().min(1).max(limits.title).optional(),
  category: categorySchema.optional(),
  scope: scopeSchema.optional(),
  what: z.string().max(limits.note).nullable().optional(),
  why: z.string().max(limits.note).nullable().optional(),
  learned: z.string().max(limits.note).nullable().optional(),
  tags: z.array(z.string().min(1).max(limits.tag)).max(limits.tags).optional(),
  entities: z.array(z.string().min(1).max(200)).max(limits.entities).optional(),
  metadata: metadataField,
  project: projectField.optional().describe('Moves it to this project').register(inFullOnly, {}),
  position: directivePosition.nullable().optional().register(inFullOnly, {}),
};

export const editMemoryOperation = defineOperation({
  name: 'edit_memory',
  summary: 'Put a memory otherwise.',
  description:
    'Put a memory otherwise: only the fields that are given change, null empties a note, and metadata is merged. Returns the memory as it is now. The earlier text stays in get_history.',
  input: z.object({ ...namedMemory, ...memoryEdits }),
  output: changedMemoryAnswer,
  kind: 'change',
  whenOff: 'person',
  exact: ['memory_id'],
  otherFields: { id: 'memory_id', text: 'content' },
  withoutEffect: { recompute_embedding: 'vectors follow every change of the text' },
  toolsets: ['full'],
  within: { tool: 'update_memory', action: 'edit' },
  cli: {
    command: 'edit',
    alias: 'update',
    summary: 'edit a memory',
    description:
      'Edit a memory. Options change the fields they name; without options, the memory opens in your editor ($VISUAL or $EDITOR). ' +
      'Tags and entities are replaced, not added to.',
    argument: { syntax: '<id>', help: 'short or long id', field: 'memory_id' },
    options: [
      { flags: '--content <text>', help: 'new text; "-" reads standard input', field: 'content' },
      { flags: '--title <text>', help: 'new title', field: 'title' },
      { flags: '-c, --category <category>', field: 'category', choices: categories },
      { flags: '--scope <scope>', field: 'scope', choices: scopes },
      { flags: '--what <text>', help: 'what was done', field: 'what' },
      { flags: '--why <text>', help: 'the reason', field: 'why' },
      { flags: '--learned <text>', help: 'what was learned from it', field: 'learned' },
      { flags: '-t, --tag <tag>', help: 'tag; may be repeated', field: 'tags', repeated: true },
      {
        flags: '-e, --entity <reference>',
        help: 'what it is about; may be repeated',
        field: 'entities',
        repeated: true,
      },
      {
        flags: '--position <number>',
        help: 'place among the directives',
        field: 'position',
        most: 10_000,
      },
      { flags: '--superseded-by <id>', help: 'the memory that replaces this one' },
    ],
    examples: [
      'memory-bridge edit 4f0c9a1b2d',
      'memory-bridge edit 4f0c9a1b2d --why "the cache is shared" -t ci -t cache',
    ],
  },
});

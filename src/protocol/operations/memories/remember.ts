import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import {
  categorySchema,
  limits,
  memoryViewSchema,
  newAnchorSchema,
  projectField,
  scopeSchema,
} from '../../memoryRecord.ts';

export const rememberOperation = defineOperation({
  name: 'remember',
  summary: 'Keep a memory.',
  description:
    'Store one decision, convention, blocker, procedure or fact that later work needs. One idea a call, self-contained. Do not store what recall returned, secrets, or chatter.',
  input: z.object({
    content: z.string().min(1).max(limits.content),
    category: categorySchema,
    title: z.string().min(1).max(limits.title).optional(),
    what: z.string().max(limits.note).optional(),
    why: z.string().max(limits.note).optional(),
    learned: z.string().max(limits.note).optional(),
    entities: z.array(z.string().min(1).max(200)).max(limits.entities).optional(),
    tags: z.array(z.string().min(1).max(limits.tag)).max(limits.tags).optional(),
    project: projectField.optional(),
    scope: scopeSchema.optional(),
    supersedes: z.string().max(64).optional().describe('Id of the memory this replaces'),
    anchors: z.array(newAnchorSchema).max(limits.anchors).optional(),
  }),
  output: z.object({
    memory: memoryViewSchema,
    /** False when the same text was already there: the existing memory is returned, bumped. */
    created: z.boolean(),
    changeId: z.string(),
    /** Kinds of secret that were replaced before writing. */
    redacted: z.array(z.string()),
  }),
  kind: 'change',
  exact: ['supersedes'],
  toolsets: ['core', 'full'],
  hints: { idempotent: true },
});

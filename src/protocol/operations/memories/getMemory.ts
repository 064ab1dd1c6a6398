import * as z from 'zod';
import { speakers } from '../../../core/conversation/turn.ts';
import { contradictionLineSchema } from '../../contradictionLine.ts';
import { defineOperation, inFullOnly } from '../../operation.ts';
import { memoryReference, memoryViewSchema } from '../../memoryRecord.ts';

const conversationViewSchema = z.object({
  id: z.string(),
  /** Turns in all, and how many were passed over. */
  total: z.number().int(),
  from: z.number().int(),
  turns: z.array(z.object({ speaker: z.enum(speakers), saidAt: z.number(), content: z.string() })),
});
export type ConversationView = z.output<typeof conversationViewSchema>;

export const getMemoryOperation = defineOperation({
  name: 'get_memory',
  summary: 'Read whole memories by id.',
  description: 'Full text of memories by id, as recall shows them.',
  input: z.object({
    ids: z.array(memoryReference).min(1).max(50),
    turns_from: z
      .number()
      .int()
      .min(0)
      .max(1_000_000)
      .optional()
      .describe('Of a conversation: show what was said from this turn on')
      .register(inFullOnly, {}),
  }),
  output: z.object({
    memories: z.array(memoryViewSchema),
    missing: z.array(z.string()),
    /** Of those that are conversations, some of what was said: a page for a person, a glance for a model. */
    conversations: z.array(conversationViewSchema).optional(),
    /** What was linked as contradicting one of them. */
    contradictions: z.array(contradictionLineSchema).optional(),
  }),
  kind: 'query',
  otherNames: ['get_by_id'],
  otherFields: { memory_id: 'ids', memory_ids: 'ids', id: 'ids' },
  toolsets: ['core', 'full'],
  cli: {
    command: 'get',
    alias: 'show',
    summary: 'show memories in full',
    description: 'Show memories in full, by the ids that recall and list print.',
    argument: { syntax: '<ids...>', help: 'short or long ids', field: 'ids', called: '<id>' },
    options: [
      {
        flags: '--from <turn>',
        help: 'of a conversation, go on from this turn (default: 0)',
        field: 'turns_from',
        most: 1_000_000,
        least: 0,
      },
    ],
  },
});

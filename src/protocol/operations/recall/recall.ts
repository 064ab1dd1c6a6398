import { contradictionLineSchema } from '../../contradictionLine.ts';
import * as z from 'zod';
import { categories, scopes } from '../../../core/memory/memory.ts';
import type { RankExplanation } from '../../../core/ranking/rankExplanation.ts';
import { defineOperation, inFullOnly } from '../../operation.ts';
import { linkedMemorySchema } from '../memories/linkedMemory.ts';
import {
  categorySchema,
  memoryLineSchema,
  memoryViewSchema,
  projectField,
  scopeSchema,
} from '../../memoryRecord.ts';
import { limits } from '../../limits.ts';

/** `RankExplanation` as it crosses a process: the compiler checks that both say the same. */
export const rankExplanationSchema = z.object({
  id: z.string(),
  score: z.number(),
  /** Words of the question that the memory has. */
  words: z.array(z.string()),
  cosine: z.number().nullable(),
  model: z.string().nullable(),
  /** The time that the question names, when the memory is of it. */
  time: z.string().nullable(),
  /** words, vector, entity, linked (by an entity of a better answer), time, kind. */
  parts: z.record(z.string(), z.number()),
  /** Factors other than 1: scope, status, age, pinned, trust, confidence, recalled. */
  priors: z.record(z.string(), z.number()),
  /** 0 to 1: how much words were trusted because long texts or conversations were found. */
  prose: z.number(),
}) satisfies z.ZodType<RankExplanation>;

export const recallOperation = defineOperation({
  name: 'recall',
  summary: 'Find memories that answer a question.',
  description:
    'Search the shared memory: decisions, conventions, blockers, procedures, facts. Call before starting work or deciding anything. Names like !12, #34, &5 are matched exactly. Full text: get_memory.',
  input: z.object({
    query: z.string().min(1).max(limits.query),
    limit: z.number().int().min(1).max(50).default(8),
    category: categorySchema.optional(),
    project: projectField.optional(),
    scope: scopeSchema.optional(),
    since: z.string().max(40).optional().describe('ISO date, or an age such as 7d'),
    since_days: z
      .number()
      .int()
      .min(1)
      .max(36_500)
      .optional()
      .describe('Only of the last days')
      .register(inFullOnly, {}),
    include_inactive: z.boolean().default(false),
    traverse: z
      .boolean()
      .default(false)
      .describe('Also what is linked to the answers')
      .register(inFullOnly, {}),
    max_depth: z
      .number()
      .int()
      .min(1)
      .max(5)
      .default(2)
      .describe('Of traverse: how many links in a row')
      .register(inFullOnly, {}),
    min_strength: z
      .number()
      .min(0)
      .max(1)
      .default(0.3)
      .describe('Of traverse: 0 to 1')
      .register(inFullOnly, {}),
    compact: z.boolean().default(true),
    explain: z.boolean().default(false).describe('Explain the ranking'),
  }),
  output: z.object({
    memories: z.array(memoryLineSchema),
    /** Whole memories, when `compact` is false. */
    full: z.array(memoryViewSchema).optional(),
    /** One an answer, in their order, when `explain` is true. */
    explanations: z.array(rankExplanationSchema).optional(),
    project: z.string().nullable(),
    /** Answers before `limit` cut them, without those that are folded. */
    total: z.number().int(),
    /** Memories that say the same as one that is shown (`into`), and are therefore not shown by themselves. */
    folded: z.array(z.object({ into: z.string(), ids: z.array(z.string()) })).optional(),
    /** Of `memories`, those at the end that are no answers themselves and only about what a better answer names. */
    related: z.array(z.string()).optional(),
    /** What links of the answers lead to, with `traverse`. */
    linked: z.array(linkedMemorySchema).optional(),
    /** Nothing was found because nothing has been remembered here yet. */
    empty: z.literal(true).optional(),
    /** Words that no memory has, and what was looked for instead. */
    /** What was linked as contradicting one of them: both sides are shown. */
    contradictions: z.array(contradictionLineSchema).optional(),
    corrections: z.array(z.object({ from: z.string(), to: z.string() })).optional(),
    /** The chosen embedding model, when the built-in words answered without it. */
    withoutModel: z.object({ model: z.string(), why: z.enum(['loading', 'slow', 'failed']) }).optional(),
  }),
  kind: 'query',
  otherFields: { top_k: 'limit', app_id: 'project' },
  withoutEffect: {
    user_id: 'the memory is that of the person at this machine',
    agent_id: 'what every agent keeps is recalled alike',
    run_id: 'the session is known by the connection',
    filters: 'use category, scope, since and project',
  },
  toolsets: ['core', 'full'],
  cli: {
    command: 'recall',
    summary: 'find memories that answer a question',
    description:
      'Find memories that answer a question. References such as !12, #34 and &5 are matched exactly.',
    argument: {
      syntax: '<query...>',
      help: 'words or a whole question',
      field: 'query',
      joined: true,
      called: 'The question',
    },
    options: [
      { flags: '-n, --limit <count>', help: 'maximum number of results', field: 'limit', most: 50 },
      {
        flags: '-c, --category <category>',
        help: 'only memories of this category',
        field: 'category',
        choices: categories,
      },
      { flags: '--scope <scope>', field: 'scope', choices: scopes },
      {
        flags: '--since <when>',
        help: 'only from this time on: a date such as 2026-11-01, or an age such as 7d',
        field: 'since',
      },
      {
        flags: '--all',
        help: 'include resolved, superseded and archived memories',
        field: 'include_inactive',
      },
      { flags: '--full', help: 'show memories in full instead of as lines', field: 'compact', value: false },
      { flags: '--links', help: 'also show what is linked to the answers', field: 'traverse' },
      { flags: '--explain', help: 'explain the ranking', field: 'explain' },
    ],
    examples: ['memory-bridge recall which database', "memory-bridge recall '!12' --full"],
  },
});

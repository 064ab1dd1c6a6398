import * as z from 'zod';
import { asWritten, defineOperation } from '../../operation.ts';
import { memoryLineSchema, projectField } from '../../memoryRecord.ts';

export const getProactiveContextOperation = defineOperation({
  name: 'get_proactive_context',
  summary: 'What is worth knowing for a text.',
  description:
    'Give the text of a message or task, and what it is about: comes back what the memory knows that matters to it, open blockers of the entities that it names first, within a budget of tokens; nothing when no memory is about it. For programs that offer memories unasked; to search, use recall.',
  input: z.object({
    query: z.string().min(1).max(20_000).describe('The text').register(asWritten, {}),
    entities: z
      .array(z.string().min(1).max(200))
      .max(32)
      .optional()
      .describe('What it is about: !12, #34, …'),
    exclude_ids: z.array(z.string().min(6).max(64)).max(500).optional().describe('What is known already'),
    max_tokens: z.number().int().min(50).max(20_000).default(2_000),
    session_id: z.string().min(1).max(200).optional(),
    project: projectField.optional(),
  }),
  output: z.object({
    project: z.string().nullable(),
    entities: z.array(z.string()),
    items: z.array(memoryLineSchema.extend({ via: z.string().nullable(), relevance: z.number() })),
    tokens: z.number().int(),
    budget: z.number().int(),
    omitted: z.number().int(),
  }),
  kind: 'query',
  otherFields: { text: 'query' },
  toolsets: ['full'],
  cli: {
    command: 'suggest',
    summary: 'show what is worth knowing for a text',
    description:
      'Show what is worth knowing for a text, such as a task or a message: what is remembered about what it names, and what answers it.',
    argument: {
      syntax: '[text...]',
      help: 'the text; "-" or nothing reads standard input',
      field: 'query',
      joined: true,
      called: 'The text',
    },
    options: [
      {
        flags: '--max-tokens <count>',
        help: 'tokens of the answer at most',
        field: 'max_tokens',
        most: 20_000,
      },
      {
        flags: '-e, --entity <reference>',
        help: 'what it is about; may be repeated',
        field: 'entities',
        repeated: true,
      },
    ],
    examples: ['memory-bridge suggest "Deploy !12 to the staging cluster"'],
  },
});

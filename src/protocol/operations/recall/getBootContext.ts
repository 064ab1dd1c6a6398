import * as z from 'zod';
import { bootSections } from '../../bootSections.ts';
import { memoryLineSchema, projectField } from '../../memoryRecord.ts';
import { defineOperation, inFullOnly } from '../../operation.ts';
import { loopsAnswer } from '../loops/listLoops.ts';
import { handOverSchema } from '../sessions/sessionRecord.ts';

export const getBootContextOperation = defineOperation({
  name: 'get_boot_context',
  summary: 'What someone starting work should know.',
  description:
    'Call first in a session: directives, who is at work, what the last session left open, open blockers, due reminders, hot items, conventions, procedures and facts.',
  input: z.object({
    project: projectField.optional(),
    session_id: z.string().min(1).max(200).optional(),
    max_tokens: z.number().int().min(100).max(20_000).optional(),
    sections: z
      .array(z.enum(bootSections))
      .max(bootSections.length)
      .optional()
      .describe('Only these. Default: as the settings boot.* say')
      .register(inFullOnly, {}),
  }),
  output: z.object({
    project: z.string().nullable(),
    sections: z.array(
      z.object({ key: z.enum(bootSections), name: z.string(), memories: z.array(memoryLineSchema) }),
    ),
    sessions: z.array(
      z.object({
        id: z.string(),
        agent: z.string().nullable(),
        title: z.string().nullable(),
        age: z.string(),
        /** What it holds. */
        claims: z.array(z.string()),
      }),
    ),
    identity: z.object({ user: z.string(), from: z.enum(['settings', 'git']) }).nullable(),
    /** What the last session left to this one, until somebody takes it up. */
    lastSession: handOverSchema.nullable(),
    /** What memories of the last two weeks name most. */
    hotItems: z.array(
      z.object({
        reference: z.string(),
        memories: z.number().int(),
        age: z.string(),
        title: z.string().nullable(),
        state: z.string().nullable(),
      }),
    ),
    loops: loopsAnswer.shape.loops,
    tokens: z.number().int(),
    /** Memories that did not fit. */
    omitted: z.number().int(),
    /** What did not fit, by section. */
    leftOut: z.array(z.object({ section: z.enum(bootSections), what: z.string(), count: z.number().int() })),
    /** Of what is remembered here nothing stands above, and there is something: in kinds that are not shown. */
    hasOthers: z.boolean(),
    /** About as many tokens as all of it takes. */
    fullTokens: z.number().int(),
  }),
  kind: 'query',
  otherNames: ['get_ground_truth'],
  toolsets: ['core', 'full'],
  cli: {
    command: 'boot',
    summary: 'show what someone starting work here should know',
    description:
      'Show what an agent is told at the start: directives, who is at work, what was left open, open blockers, reminders, conventions and more.',
    options: [
      { flags: '--max-tokens <count>', help: 'length of the answer', field: 'max_tokens', most: 20_000 },
      {
        flags: '--section <name>',
        help: 'only this section; may be repeated',
        choices: bootSections,
        field: 'sections',
        repeated: true,
      },
    ],
    examples: ['memory-bridge boot', 'memory-bridge boot --section directives --section active_sessions'],
  },
});

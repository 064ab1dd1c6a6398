import * as z from 'zod';
import { projectField } from '../memoryRecord.ts';
import { defineTool, inFullOnly } from '../operation.ts';
import { claimItemOperation } from '../operations/sessions/claimItem.ts';
import { logSessionOperation } from '../operations/sessions/logSession.ts';
import { releaseItemOperation } from '../operations/sessions/releaseItem.ts';
import { sessionContinueOperation } from '../operations/sessions/sessionContinue.ts';
import { sessionFields, sessionsAnswer } from '../operations/sessions/sessionRecord.ts';

export const sessionTool = defineTool({
  name: 'session',
  summary: 'Who is at work, and what they hold.',
  description:
    'Announce work (start, heartbeat, end), see who else is at work (list), hold a file or task exclusively (claim, release), hand work over (wrap_up, continue), remember what came of it (log).',
  input: z.object({
    action: z.enum(['start', 'heartbeat', 'end', 'list', 'claim', 'release', 'wrap_up', 'continue', 'log']),
    ...sessionFields,
    continues: z.string().min(1).max(200).optional(),
    learnings: logSessionOperation.input.shape.learnings,
    entities: logSessionOperation.input.shape.entities,
    active_only: z.boolean().optional(),
    all: z.boolean().optional().register(inFullOnly, {}),
    project: projectField.optional(),
  }),
  output: sessionsAnswer.extend({
    ...claimItemOperation.output.pick({ heldBy: true, holder: true, item: true }).shape,
    ...claimItemOperation.output.pick({ granted: true }).partial().shape,
    ...releaseItemOperation.output.pick({ released: true }).shape,
    ...logSessionOperation.output.omit({ sessions: true }).partial().shape,
    ...sessionContinueOperation.output.omit({ sessions: true }).partial().shape,
  }),
  otherFields: { title: 'working_on', resource: 'item_ref' },
  toolsets: ['core', 'full'],
});

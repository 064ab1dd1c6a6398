import * as z from 'zod';
import { projectField } from '../memoryRecord.ts';
import { defineTool } from '../operation.ts';
import { sessionFields, sessionRecordSchema } from '../operations/sessions/sessionRecord.ts';

export const sessionTool = defineTool({
  name: 'session',
  summary: 'Who is at work, and what they hold.',
  description:
    'Announce work (start, heartbeat, end), see who else is at work (list), and hold a file or task exclusively (claim, release).',
  input: z.object({
    action: z.enum(['start', 'heartbeat', 'end', 'list', 'claim', 'release']),
    ...sessionFields,
    project: projectField.optional(),
  }),
  output: z.object({
    sessions: z.array(sessionRecordSchema),
    /** For claim: whether it was granted, and who holds it otherwise. */
    granted: z.boolean().optional(),
    heldBy: z.string().optional(),
  }),
  toolsets: ['core', 'full'],
});

import * as z from 'zod';
import { conversationAgents } from '../../ingestion.ts';
import { jobStartedSchema } from '../../jobRecord.ts';
import { defineOperation } from '../../operation.ts';

export const readConversationsOperation = defineOperation({
  name: 'read_conversations',
  summary: 'Read new conversations into memory.',
  description:
    'Read in the background what was said to agents on this machine since the last time. It is read by itself while a server runs; call it to have it at once. Answers the id of a job.',
  input: z.object({
    feed: z.enum(conversationAgents).optional().describe('only conversations with this one'),
  }),
  output: jobStartedSchema,
  kind: 'task',
  // What is off is passed over, project by project.
  whenOff: 'anyone',
  toolsets: ['full'],
  cli: {
    command: 'conversations',
    summary: 'show which conversations are read into memory, or read them now',
    description:
      'Show which conversations with agents are read into memory, from where, and how far. With --now they are read at once; --off and --on say whether they are read at all.',
    argument: {
      syntax: '[agent]',
      help: 'only this one: opencode, claude-code, codex or gemini',
      field: 'feed',
    },
    options: [
      { flags: '--now', help: 'read what is new' },
      { flags: '--off', help: 'read no conversations from now on' },
      { flags: '--on', help: 'read conversations again' },
    ],
    examples: [
      'memory-bridge conversations',
      'memory-bridge conversations --now',
      'memory-bridge conversations opencode --off',
    ],
  },
});

import * as z from 'zod';
import { defineOperation } from '../../operation.ts';

/** For people alone, so no toolset has it. */
export const rotateTokenOperation = defineOperation({
  name: 'rotate_token',
  summary: 'Replace the token.',
  description: 'Replace the token of the memory server. Only a person can.',
  input: z.object({
    now: z.boolean().default(false).describe('revoke the old token at once, instead of after 24 hours'),
  }),
  output: z.object({
    /** Until when the old one is honoured too, wall clock in ms; null when it has ended. */
    previousUntil: z.number().nullable(),
  }),
  kind: 'control',
  whenOff: 'anyone',
  toolsets: [],
  cli: {
    command: 'token rotate',
    summary: 'replace the token',
    description:
      'Replace the token. Windows, agents and commands that read the token file switch to the new one by themselves. ' +
      'The old token stays valid for 24 hours, for anything that still uses it.',
    options: [
      {
        flags: '--now',
        help: 'revoke the old token at once, for example because someone has seen it',
        field: 'now',
      },
    ],
    about: 'none',
  },
});

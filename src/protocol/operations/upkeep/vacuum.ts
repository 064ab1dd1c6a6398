import * as z from 'zod';
import { defineOperation } from '../../operation.ts';
import { compactedAnswer } from './optimize.ts';

export const vacuumOperation = defineOperation({
  name: 'vacuum',
  summary: 'Rewrite the database file without its empty pages.',
  description:
    'Rewrite the database file so that it takes less room. All calls wait until it is done; refused during a backup, and when the disk has too little room.',
  input: z.object({}),
  output: compactedAnswer,
  kind: 'control',
  whenOff: 'anyone',
  toolsets: [],
  cli: {
    command: 'vacuum',
    summary: 'rewrite the database file, so that it takes less room',
    description:
      'Rewrite the database file without its empty pages. All calls wait until it is done. It happens by itself when a quarter of a ' +
      'large database is empty and nobody is at work.',
    about: 'none',
  },
});

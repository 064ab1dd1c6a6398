import * as z from 'zod';
import { defineOperation } from '../../operation.ts';

/** Of the database, before and after. */
export const compactedAnswer = z.object({ before: z.number().int(), after: z.number().int() });

export const optimizeOperation = defineOperation({
  name: 'optimize',
  summary: 'Merge the search indexes and pack the vectors.',
  description:
    'Merge the indexes of words into fewer pieces and pack the vectors, so that search reads less. Others are served meanwhile.',
  input: z.object({}),
  output: compactedAnswer,
  kind: 'control',
  whenOff: 'anyone',
  toolsets: [],
  cli: {
    command: 'optimize',
    summary: 'merge the search indexes and pack the vectors',
    description:
      'Merge the search indexes and pack the vectors, so that search reads less. It happens by itself, once a week, when nobody is at work.',
    about: 'none',
  },
});

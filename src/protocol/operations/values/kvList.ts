import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { valueLimits, valueRecordSchema } from './valueRecord.ts';

export const kvListOperation = defineOperation({
  name: 'kv_list',
  summary: 'See the values of a project.',
  description:
    'The values that kv_set kept in this project, by key, each with the time that it has left; long ones are cut, kv_get has them whole.',
  input: z.object({
    prefix: z.string().max(valueLimits.key).optional().describe('Only keys that begin so, e.g. release:'),
    limit: z.number().int().min(1).max(1_000).default(100),
    project: projectField.optional(),
  }),
  output: z.object({
    project: z.string().nullable(),
    values: z.array(valueRecordSchema.extend({ cut: z.boolean() })),
    total: z.number().int(),
  }),
  kind: 'query',
  toolsets: ['full'],
  cli: {
    command: 'kv list',
    summary: 'list the values of this project',
    argument: { syntax: '[prefix]', help: 'only keys that begin so', field: 'prefix' },
    options: [
      { flags: '-n, --limit <count>', help: 'maximum number of values', field: 'limit', most: 1_000 },
    ],
  },
});

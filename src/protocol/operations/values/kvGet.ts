import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { keyField, valueRecordSchema } from './valueRecord.ts';

export const kvGetOperation = defineOperation({
  name: 'kv_get',
  summary: 'Read a value.',
  description:
    'Read the value that kv_set kept under a key of this project. found is false when there is none, or none any more.',
  input: z.object({ key: keyField, project: projectField.optional() }),
  output: valueRecordSchema.extend({ project: z.string().nullable(), found: z.boolean() }),
  kind: 'query',
  toolsets: ['full'],
  cli: {
    command: 'kv get',
    summary: 'print a value',
    argument: { syntax: '<key>', help: 'name of the value', field: 'key' },
  },
});

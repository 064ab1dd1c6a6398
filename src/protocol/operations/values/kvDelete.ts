import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation } from '../../operation.ts';
import { keyField } from './valueRecord.ts';

export const kvDeleteOperation = defineOperation({
  name: 'kv_delete',
  summary: 'Forget a value.',
  description:
    'Forget the value under a key of this project, for good. deleted is false when there was none.',
  input: z.object({ key: keyField, project: projectField.optional() }),
  output: z.object({ key: z.string(), project: z.string().nullable(), deleted: z.boolean() }),
  kind: 'change',
  whenOff: 'person',
  toolsets: ['full'],
  hints: { destructive: true, idempotent: true },
  cli: {
    command: 'kv delete',
    summary: 'forget a value',
    argument: { syntax: '<key>', help: 'name of the value', field: 'key' },
    asks: 'Forget this value for good?',
  },
});

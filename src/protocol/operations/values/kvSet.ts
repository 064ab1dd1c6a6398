import * as z from 'zod';
import { projectField } from '../../memoryRecord.ts';
import { defineOperation, jsonText } from '../../operation.ts';
import { keyField, ttlField, valueLimits, valueRecordSchema } from './valueRecord.ts';

export const kvSetOperation = defineOperation({
  name: 'kv_set',
  summary: 'Keep a small value for a while.',
  description:
    'Keep a small value (text or JSON) under a key of this project for a while: progress, a step, an id that another session needs. It replaces what was there and is forgotten by itself after 7 days unless ttl_ms says otherwise. What should last is a memory: use remember. Answers when it ends.',
  input: z.object({
    key: keyField,
    value: z.string().max(valueLimits.value).describe('Text, or JSON').register(jsonText, {}),
    ttl_ms: ttlField.optional().describe('Milliseconds until it is forgotten'),
    keep: z.boolean().default(false).describe('Keep it until it is deleted'),
    project: projectField.optional(),
  }),
  output: valueRecordSchema.extend({ project: z.string().nullable(), replaced: z.boolean() }),
  kind: 'change',
  refusesOrders: true,
  whenOff: 'person',
  otherFields: { ttlMs: 'ttl_ms' },
  toolsets: ['full'],
  hints: { destructive: true, idempotent: true },
  cli: {
    command: 'kv set',
    summary: 'keep a small value',
    description:
      'Keep a small value, text or JSON, under a key of this project. It is forgotten after a while (setting kv.defaultTtlDays) unless --keep is given.',
    argument: { syntax: '<key>', help: 'name of the value', field: 'key' },
    options: [
      {
        flags: '--ttl-ms <count>',
        help: 'milliseconds until it is forgotten',
        field: 'ttl_ms',
        most: 315_360_000_000,
      },
      { flags: '--keep', help: 'keep it until it is deleted', field: 'keep' },
    ],
    examples: [
      'memory-bridge kv set release:step tagged',
      'memory-bridge kv set build --ttl-ms 3600000 < build.json',
    ],
  },
});

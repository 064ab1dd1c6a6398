import * as z from 'zod';
import { mostTtl } from '../../../core/values.ts';

/** Bounds on a value. Characters. */
export const valueLimits = { key: 200, value: 100_000 } as const;

export const keyField = z
  .string()
  .min(1)
  .max(valueLimits.key)
  .describe('Name of the value in this project, e.g. release:step');

export const ttlField = z.number().int().min(1).max(mostTtl).nullable();

export const valueRecordSchema = z.object({
  key: z.string(),
  /** JSON, or the text when it is none. */
  value: z.unknown(),
  /** Wall clock, ms; null for never. */
  expiresAt: z.number().nullable(),
});
export type ValueRecord = z.output<typeof valueRecordSchema>;

import * as z from 'zod';
import { changedMemoryAnswer } from './changedMemory.ts';

/** Whose clocks are meant by a time. */
export const timeZoneField = z
  .string()
  .max(64)
  .optional()
  .describe('IANA name, e.g. Europe/Berlin. Default: that of this machine');

/** A memory with its reminder, and when that is due in words. */
export const remindedAnswer = changedMemoryAnswer.extend({
  /** Empty when it has no reminder any more. */
  due: z.string(),
});

import { createHash } from 'node:crypto';
import type { Redactor } from '../core/ports.ts';

/** Numbers and the ids of this kind of program are what they are, and so are the two together: which entry of a file it is. */
const plain = /^(?:\d{1,18}|(?:\d{1,18}:)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/**
 * A name by which something of another system is found again, as it may be written down: what is a secret stays a name that
 * nothing else has.
 */
export async function safeReference(redactor: Redactor, given: string): Promise<string> {
  if (plain.test(given)) return given;
  // A scheme that somebody has put in front would hide what stands behind it.
  const behind = given.indexOf('://') + 3;
  for (const part of behind > 2 ? [given, given.slice(behind)] : [given])
    if ((await redactor.redact(part)).text !== part)
      return createHash('sha256').update(given).digest('hex').slice(0, 32);
  return given;
}

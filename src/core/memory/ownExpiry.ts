import type { Memory } from './memory.ts';

/** Under which key of its metadata a candidate says until when it is to hold once it is accepted, ms. */
const key = 'holdsUntil';

type Expiring = Pick<Memory, 'expiresAt' | 'metadata'>;

/** A memory that came with an expiry of its own and now waits: that is not how long it may wait, and accepting leaves it. */
export function keepingOwnExpiry<T extends Expiring>(memory: T): T {
  if (memory.expiresAt === null) return memory;
  return { ...memory, metadata: { ...memory.metadata, [key]: memory.expiresAt } };
}

/** What accepting makes of the expiry of a candidate: its own is left, the end of its waiting goes. */
export function acceptedExpiry({ metadata }: Expiring): Pick<Memory, 'expiresAt'> & Partial<Memory> {
  const until = metadata[key];
  if (typeof until !== 'number') return { expiresAt: null };
  const { [key]: _told, ...rest } = metadata;
  return { expiresAt: until, metadata: rest };
}

import { ageLabel } from '../core/text/ageLabel.ts';

/** For how long a value is kept, from now on. Times are of the wall clock, ms. */
export const describeExpiry = (expiresAt: number | null, now: number): string =>
  expiresAt === null ? 'until it is deleted' : `for ${ageLabel(now, Math.max(now, expiresAt))}`;

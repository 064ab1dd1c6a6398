import { ageLabel } from '../core/text/ageLabel.ts';

/** What has passed since a value was given its time is no reason to say a day less. */
const rounding = 30_000;

/** For how long a value is kept, from now on. Times are of the wall clock, ms. */
export function describeExpiry(expiresAt: number | null, now: number): string {
  if (expiresAt === null) return 'until it is deleted';
  const age = ageLabel(now, Math.max(now, expiresAt + rounding));
  return age === 'now' ? 'for less than a minute' : `for ${age}`;
}

import { countOf } from '../core/text/countOf.ts';
import type { BackupSummary } from './backupRecord.ts';

/** In a few words for people. `now` is wall clock, ms. */
export function describeBackups({ count, newest, damaged }: BackupSummary, now: number): string {
  if (count === 0) return 'none yet';
  const hours = newest && Math.max(0, Math.floor((now - newest.madeAt) / 3_600_000));
  const age =
    hours === null
      ? ''
      : hours === 0
        ? 'less than an hour'
        : hours < 48
          ? `${hours} h`
          : `${Math.floor(hours / 24)} days`;
  return [
    countOf(count, 'backup'),
    newest ? `the newest that is verified is ${age} old` : 'none of them verified yet',
    ...(damaged.length > 0 ? [`${damaged.length} damaged`] : []),
  ].join(', ');
}

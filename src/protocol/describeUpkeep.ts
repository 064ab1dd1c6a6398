import { shortId } from '../core/shortId.ts';
import { ageLabel } from '../core/text/ageLabel.ts';
import { oneLine } from '../core/text/oneLine.ts';
import type { UpkeepRecord } from './upkeepRecord.ts';

const names: Readonly<Record<UpkeepRecord['kind'], string>> = {
  retention: 'Retention',
  consolidation: 'Consolidation',
  optimize: 'Optimise',
  vacuum: 'Vacuum',
};

/** `2d ago: Retention archived 3, deleted 2, by the clock (undo 4f0c9a1b2d)`. */
export function describeUpkeep(entry: UpkeepRecord, now: number): string {
  const { kind, at, by, changeId, dryRun, bytes } = entry;
  const age = ageLabel(at, now);
  const done = Object.entries(entry.counts)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${what} ${count}`);
  const what = [
    ...done,
    ...(bytes ? [`${megabytes(bytes.before)} to ${megabytes(bytes.after)} MB`] : []),
  ].join(', ');
  const who = by.kind === 'system' ? 'by the clock' : `by ${by.name ?? by.kind}`;
  const back = changeId === null ? '' : ` (undo ${shortId(changeId)})`;
  return oneLine(
    `${age === 'now' ? 'just now' : `${age} ago`}: ${names[kind]}${dryRun === true ? ' would have' : ''} ${what === '' ? 'did nothing' : what}, ${who}${back}`,
  );
}

const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1);

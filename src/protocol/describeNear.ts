import { oneLine } from '../core/text/oneLine.ts';
import type { NearRecord } from './nearRecord.ts';

const oppositions = {
  denial: 'denies what this says',
  value: 'says another value',
} as const;

/** `looks like [4f0c9a1b2d] "Title"`, or what it contradicts. */
export function describeNear({ shortId, title, opposition }: NearRecord): string {
  const name = `[${shortId}] "${oneLine(title)}"`;
  return opposition === null
    ? `looks like ${name}`
    : `may contradict ${name}, which ${oppositions[opposition]}`;
}

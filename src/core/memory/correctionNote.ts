import { oneLine } from '../text/oneLine.ts';

/** `Read "deplyoment" as "deployment".`, all on one line; empty without corrections. */
export function correctionNote(corrections: readonly { from: string; to: string }[]): string {
  if (corrections.length === 0) return '';
  const readings = new Map<string, string[]>();
  for (const { from, to } of corrections) {
    const words = readings.get(from) ?? [];
    words.push(`"${oneLine(to)}"`);
    readings.set(from, words);
  }
  const each = [...readings].map(([from, words]) => `"${oneLine(from)}" as ${words.join(' or ')}`);
  return `Read ${each.join(', ')}.`;
}

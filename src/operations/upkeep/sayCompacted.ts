import type { Compacted } from '../../upkeep/compaction.ts';

/** The text of an answer: what was done, and the size before and after. */
export const sayCompacted =
  (done: string) =>
  ({ before, after }: Compacted): string =>
    `${done}: ${megabytes(before)} MB before, ${megabytes(after)} MB now.`;

const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1);

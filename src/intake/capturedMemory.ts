import type { Memory, Status } from '../core/memory/memory.ts';
import { statementFingerprint } from './captureLedger.ts';

/** The commit that a captured memory stands in: the tail of `path@sha`, or the whole reference. */
export function commitOf(memory: Memory): string | undefined {
  if (memory.source.kind !== 'commit' && memory.source.kind !== 'adr') return undefined;
  return memory.source.ref?.split('@').at(-1);
}

/** Whether the text is still as it was captured: what a person has edited is theirs. */
export function isUntouched(memory: Memory): boolean {
  return memory.metadata['statement'] === statementFingerprint(memory.category, memory.content);
}

/** Whether a memory takes part in daily work. */
export function isLiving({ deletedAt, status }: Pick<Memory, 'deletedAt' | 'status'>): boolean {
  return deletedAt === null && inWork.has(status);
}
const inWork: ReadonlySet<Status> = new Set(['active', 'resolved']);

/** Why a memory does not hold any more, as it stands in its metadata and in that of the candidate that asks. */
export const endReasons = [
  'superseded',
  'deprecated',
  'rejected',
  'withdrawn',
  'proposed',
  'deleted',
  'reverted',
  'amended',
  'dropped',
] as const;
export type EndReason = (typeof endReasons)[number];

/** Why it ended, when it was git that said so. */
export function endOf({ metadata }: Memory): EndReason | undefined {
  const { ended } = metadata as { ended?: { reason?: unknown } };
  return endReasons.find((reason) => reason === ended?.reason);
}

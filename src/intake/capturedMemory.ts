import { type EndReason, endingOf, type Evidence, statedIn, withEvidence } from '../core/memory/evidence.ts';
import type { Memory, Status } from '../core/memory/memory.ts';
import { statementFingerprint } from './captureLedger.ts';

/** The commit that a captured memory stands in: the tail of `path@sha`, or the whole reference. */
export function commitOf(memory: Memory): string | undefined {
  if (memory.source.kind !== 'commit' && memory.source.kind !== 'adr') return undefined;
  return memory.source.ref?.split('@').at(-1);
}

/** Whether the text is still as it was captured: what a person has edited is theirs. */
export function isUntouched(memory: Memory): boolean {
  return statedIn(memory)?.fingerprint === statementFingerprint(memory.category, memory.content);
}

/** Whether a memory takes part in daily work. */
export function isLiving({ deletedAt, status }: Pick<Memory, 'deletedAt' | 'status'>): boolean {
  return deletedAt === null && inWork.has(status);
}
const inWork: ReadonlySet<Status> = new Set(['active', 'resolved']);

/** Why it ended, when it was git that said so. */
export function endOf(memory: Memory): EndReason | undefined {
  return endingOf(memory)?.says;
}

/** Path of the decision record that a memory stands in. */
export function recordPathOf(memory: Memory): string | undefined {
  return statedIn(memory)?.place;
}

/** The evidence of a memory whose commit is another one now, or whose record stands elsewhere. */
export function restated(memory: Memory, where: Pick<Evidence, 'ref' | 'place'>): readonly Evidence[] {
  const stated = statedIn(memory) ?? {
    kind: memory.source.kind === 'adr' ? 'adr' : 'commit',
    says: 'stated',
  };
  return withEvidence(memory.evidence, { ...stated, ...where });
}

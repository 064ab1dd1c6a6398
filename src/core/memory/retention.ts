import type { Memory } from './memory.ts';

/** For how many days what has done its work is kept; null for ever. */
export interface RetentionRules {
  /** Blockers stay as long as this once they are resolved; then they are archived. */
  readonly resolvedBlockerDays: number | null;
  /** Conversations stay as long as this once nothing was added; then they are deleted, as by a person. */
  readonly conversationDays: number | null;
  /** What was deleted so can be brought back as long as this; then it is gone for good. */
  readonly purgeDays: number | null;
}

/** What retention does to a memory. `purge` is for what retention itself has deleted. */
export const retentionSteps = ['archive', 'delete', 'purge'] as const;
export type RetentionStep = (typeof retentionSteps)[number];

const day = 24 * 60 * 60_000;

/**
 * What becomes of a memory at `now` (wall clock, ms) by its age alone; undefined where it stays. Its age counts from when
 * it was last written here, so that what was imported yesterday is new however long ago it was said. What is pinned stays,
 * and so does what somebody wants to be reminded of.
 */
export function retentionStepOf(
  memory: Memory,
  rules: RetentionRules,
  now: number,
): RetentionStep | undefined {
  if (memory.pinned || memory.reminder !== null) return undefined;
  if (memory.deletedAt !== null)
    return memory.category === 'conversation' && isPast(memory.deletedAt, rules.purgeDays, now)
      ? 'purge'
      : undefined;
  if (memory.category === 'blocker')
    return memory.status === 'resolved' &&
      isPast(Math.max(memory.resolvedAt ?? 0, memory.updatedAt), rules.resolvedBlockerDays, now)
      ? 'archive'
      : undefined;
  // What waits in the Inbox has an expiry of its own.
  return memory.category === 'conversation' &&
    memory.status !== 'candidate' &&
    isPast(Math.max(memory.createdAt, memory.updatedAt), rules.conversationDays, now)
    ? 'delete'
    : undefined;
}

/** Before which moment something was made at least that a step is due for, ms; undefined where none is. */
export function retentionHorizon(
  step: RetentionStep,
  rules: RetentionRules,
  now: number,
): number | undefined {
  const days = daysOf(step, rules);
  return days === null || days === 0 ? undefined : now - days * day;
}

export function daysOf(step: RetentionStep, rules: RetentionRules): number | null {
  if (step === 'archive') return rules.resolvedBlockerDays;
  return step === 'delete' ? rules.conversationDays : rules.purgeDays;
}

/** Zero days are no days at all: whoever says so wants to keep it. */
const isPast = (since: number, days: number | null, now: number): boolean =>
  days !== null && days > 0 && since < now - days * day;

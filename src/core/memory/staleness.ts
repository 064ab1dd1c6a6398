import type { Category, Memory } from './memory.ts';

/** What was said to everybody, or is how people want it, does not get old by not being looked at. */
const lasting: ReadonlySet<Category> = new Set(['directive', 'convention', 'preference', 'conversation']);

/** When a memory was last of use to somebody or was changed, ms. */
export function lastUseOf(memory: Memory): number {
  const { createdAt, updatedAt, lastRecalledAt, lastOpenedAt } = memory;
  return Math.max(createdAt, updatedAt, lastRecalledAt ?? 0, lastOpenedAt ?? 0);
}

/** Whether nobody has used a memory for long that is still in force. Open blockers and pinned memories are never stale. */
export function isStale(memory: Memory, now: number, days: number): boolean {
  const { category, status, pinned, reminder, scope } = memory;
  if (pinned || reminder !== null || scope === 'global' || lasting.has(category)) return false;
  if (status !== 'active' || category === 'blocker') return false;
  return lastUseOf(memory) < now - days * 24 * 60 * 60_000;
}

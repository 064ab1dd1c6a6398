import type { Actor } from '../core/memory/history.ts';
import type { KeyValueReader, KeyValueRepository } from '../store/ports/keyValueRepository.ts';

/** What was done to many memories, or to the file, without anybody naming each of them. */
export interface UpkeepEntry {
  readonly id: string;
  readonly kind: 'retention' | 'consolidation' | 'optimize' | 'vacuum';
  /** Wall clock, ms. */
  readonly at: number;
  /** Who asked for it; `system` where the clock did. */
  readonly by: Actor;
  /** What was done, and to how many: `archived`, `deleted`, `purged`, … */
  readonly counts: Readonly<Record<string, number>>;
  /** The group of changes that undo takes back; null where there is nothing to take back. */
  readonly changeId: string | null;
  /** It was said what would be done, and not done. */
  readonly dryRun?: boolean | undefined;
  /** Of the database, before and after. */
  readonly bytes?: { readonly before: number; readonly after: number } | undefined;
}

/** Where the log stands among the values. */
export const upkeepSpace = 'upkeep';
const kept = 200;

/** Newest first. */
export async function upkeepLog(keyValues: KeyValueReader, now: number): Promise<UpkeepEntry[]> {
  const entries = await keyValues.list(upkeepSpace, now);
  return entries.map(({ value }) => value as UpkeepEntry).toReversed();
}

/** Ids sort by time, so that the oldest are those in front. */
export async function noteUpkeep(keyValues: KeyValueRepository, entry: UpkeepEntry): Promise<void> {
  await keyValues.set(upkeepSpace, entry.id, entry, null, entry.at);
  const all = await keyValues.list(upkeepSpace, entry.at);
  for (const { key } of all.slice(0, Math.max(0, all.length - kept)))
    await keyValues.remove(upkeepSpace, key);
}

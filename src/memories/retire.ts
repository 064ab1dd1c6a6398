import type { Actor, Change } from '../core/memory/history.ts';
import { withArchiveReason } from '../core/memory/archiveReason.ts';
import type { Memory } from '../core/memory/memory.ts';
import {
  daysOf,
  type RetentionRules,
  type RetentionStep,
  retentionStepOf,
} from '../core/memory/retention.ts';
import { shortId } from '../core/shortId.ts';
import type { ReadUnit } from '../store/ports/readUnit.ts';
import type { MemoryChanges } from './memoryChanges.ts';

/** Who archives and deletes by age, in the history. */
export const retentionActor: Actor = { kind: 'system', name: 'retention' };

const isOfRetention = ({ actor }: Change): boolean =>
  actor.kind === retentionActor.kind && actor.name === retentionActor.name;

/** Why something stays that is old enough to go. */
export type Exemption = 'at_work' | 'brought_back' | 'deleted_otherwise';

export type RetentionVerdict =
  | { readonly kind: 'due'; readonly step: RetentionStep }
  | { readonly kind: 'kept'; readonly why: Exemption }
  | { readonly kind: 'young' };

/**
 * What becomes of a memory by its age and by what is known of it besides: what a session at work names stays, and what
 * somebody has brought back once is not taken again. Of what is deleted only what retention has deleted is purged.
 */
export async function judgeRetention(
  { history }: Pick<ReadUnit, 'history'>,
  memory: Memory,
  rules: RetentionRules,
  { now, atWork }: { readonly now: number; readonly atWork: AtWork },
): Promise<RetentionVerdict> {
  const step = retentionStepOf(memory, rules, now);
  if (step === undefined) return { kind: 'young' };
  if (isAtWork(memory, atWork)) return { kind: 'kept', why: 'at_work' };
  const changes = await history.ofMemory(memory.id);
  const last = changes.at(-1);
  if (step === 'purge')
    return last && last.action === 'delete' && isOfRetention(last)
      ? { kind: 'due', step }
      : { kind: 'kept', why: 'deleted_otherwise' };
  return changes.some(isOfRetention) ? { kind: 'kept', why: 'brought_back' } : { kind: 'due', step };
}

/** Archives or deletes a memory that is due for it. Returns it as it is then. */
export async function retire(
  changes: MemoryChanges,
  memory: Memory,
  step: Exclude<RetentionStep, 'purge'>,
  rules: RetentionRules,
): Promise<Memory> {
  if (step === 'delete') return changes.change(memory, { deletedAt: changes.context.now }, 'delete');
  const reason = `Resolved more than ${daysOf(step, rules)} days ago`;
  return changes.change(
    memory,
    { status: 'archived', metadata: withArchiveReason(memory.metadata, reason) },
    'archive',
  );
}

/** Removes what retention deleted long ago, in the unit of work of its caller. The files keep no text of it: see the store. */
export async function purgeRetired(changes: MemoryChanges, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await changes.unit.memories.purge(ids);
}

/** What whoever is at work holds. */
export interface AtWork {
  readonly sessions: ReadonlySet<string>;
  /** Ends of ids that stand in claims and in what is handed over. */
  readonly named: ReadonlySet<string>;
}

/** As it is now: sessions at work, what they have claimed, and what was left open to whoever comes next. */
export async function findAtWork({
  sessions,
  claims,
}: Pick<ReadUnit, 'sessions' | 'claims'>): Promise<AtWork> {
  const all = await sessions.list({});
  const active = all.filter(({ state }) => state === 'active');
  const taken = new Set(all.flatMap(({ continues }) => continues ?? []));
  const open = all.filter(({ id, handOver }) => handOver !== null && !taken.has(id));
  const texts = [
    ...(await claims.list({})).flatMap(({ resource, note }) => [resource, note ?? '']),
    ...active.flatMap(({ title }) => title ?? ''),
    ...open.flatMap(({ handOver }) =>
      handOver ? [...handOver.open, handOver.next ?? '', ...handOver.held] : [],
    ),
  ];
  return {
    sessions: new Set(active.map(({ id }) => id)),
    named: new Set(texts.flatMap((text) => text.toLowerCase().match(/[0-9a-f]{10,12}/g) ?? [])),
  };
}

function isAtWork({ id, session }: Memory, { sessions, named }: AtWork): boolean {
  return (session !== null && sessions.has(session)) || named.has(shortId(id)) || named.has(id.slice(-12));
}

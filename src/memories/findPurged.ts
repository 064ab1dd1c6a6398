import { MemoryBridgeError } from '../core/errors.ts';
import type { Memory } from '../core/memory/memory.ts';
import type { Session } from '../core/session/session.ts';
import { sessionKey } from '../core/session/sessionKey.ts';
import { parseIdReference } from '../core/shortId.ts';
import { leastTelling } from '../core/text/leastTelling.ts';
import type { Store } from '../store/ports/store.ts';
import type { ReadUnit } from '../store/ports/readUnit.ts';
import { findMemory } from './findMemory.ts';
import type { PurgeFilesPort } from './purgeFilesPort.ts';
import type { PurgeWish } from './purger.ts';

/** What a purge is about. */
export interface Purged {
  readonly id: string;
  /** Undefined when only backups know it, or its purge was begun and not finished. */
  readonly memory: Memory | undefined;
  /** Entries of its history that go. */
  readonly historyEntries: number;
  /** By which files of other kinds can be known. */
  readonly texts: readonly string[];
}

/** As much of a session as tells which one it is. */
export type PurgedSession = Pick<Session, 'id' | 'agent' | 'title' | 'project'>;

export interface PurgeFinding {
  readonly found: readonly Purged[];
  readonly sessions: readonly PurgedSession[];
  readonly missing: readonly string[];
}

/** Finds what is to be purged, also when only a backup has it or a purge of it was interrupted. */
export async function findPurged(
  { ids, sessions: named, historyOnly }: PurgeWish,
  {
    store,
    files,
    pending,
  }: { store: Pick<Store, 'read'>; files: PurgeFilesPort; pending: ReadonlyMap<string, unknown> },
): Promise<PurgeFinding> {
  const found = new Map<string, Purged>();
  const missing: string[] = [];
  for (const reference of ids) {
    const living = await store.read((unit) => findLiving(unit, reference, historyOnly));
    const elsewhere = living ? [] : await idsElsewhere(reference, files, [...pending.keys()]);
    if (living) found.set(living.id, living);
    else if (elsewhere.length === 0) missing.push(reference);
    for (const id of elsewhere) found.set(id, { id, memory: undefined, historyEntries: 0, texts: [id] });
  }
  const sessions: PurgedSession[] = [];
  for (const id of named) {
    const living = await store.read((unit) => unit.sessions.get(id));
    const key = sessionKey(id);
    if (living) sessions.push(living);
    else if (pending.has(key) || (await files.holding([key])).some(({ action }) => action === 'rewrite'))
      sessions.push({ id, agent: null, title: null, project: null });
    else missing.push(id);
  }
  return { found: [...found.values()], sessions, missing };
}

async function findLiving(
  unit: ReadUnit,
  reference: string,
  historyOnly: boolean,
): Promise<Purged | undefined> {
  let memory: Memory;
  try {
    memory = await findMemory(unit, reference);
  } catch (error) {
    if (MemoryBridgeError.is(error, 'not_found')) return undefined;
    throw error;
  }
  const changes = await unit.history.ofMemory(memory.id);
  const earlier = changes.flatMap(({ before }) => before ?? []);
  const told = historyOnly ? earlier : [memory, ...earlier];
  return {
    id: memory.id,
    memory,
    historyEntries: historyOnly ? earlier.length : changes.length,
    texts: [...(historyOnly ? [] : [memory.id]), ...told.flatMap(textsOf)],
  };
}

/** As Markdown has it, and as JSON has it. */
function textsOf({ content }: Memory): string[] {
  return content.length < leastTelling ? [] : [content, JSON.stringify(content).slice(1, -1)];
}

async function idsElsewhere(
  reference: string,
  files: PurgeFilesPort,
  pending: readonly string[],
): Promise<string[]> {
  const parsed = parseIdReference(reference.trim().replace(/^\[(.*)\]$/, '$1'));
  if (!parsed) return [];
  const tail = 'id' in parsed ? parsed.id : parsed.tail;
  return [...new Set([...pending.filter((id) => id.endsWith(tail)), ...(await files.idsEndingIn(tail))])];
}

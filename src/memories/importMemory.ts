import type { Turn } from '../core/conversation/turn.ts';
import type { Change } from '../core/memory/history.ts';
import type { Memory } from '../core/memory/memory.ts';
import type { Origin, OriginName } from '../store/ports/originRepository.ts';
import type { ReadUnit } from '../store/ports/readUnit.ts';
import type { UnitOfWork } from '../store/ports/unitOfWork.ts';
import { findSameText, repeatable } from './duplicates.ts';
import type { MemoryChanges } from './memoryChanges.ts';
import { entitiesOf, tagsOf } from './memoryWording.ts';

export const duplicateWishes = ['skip', 'update', 'keep-both'] as const;
/** What becomes of a memory that is here already, in its own words or under its own name. */
export type DuplicateWish = (typeof duplicateWishes)[number];

/** A memory from elsewhere as it is to be, and all that is known of where it was. */
export interface ImportedMemory {
  readonly memory: Memory;
  /** Its id is one of this system, and stays where nobody has it yet. */
  readonly keepsId: boolean;
  /** What it is called there; the first one is its name, the others lead to it too. */
  readonly names: readonly OriginName[];
  /** Of its text there, so that one that has changed is known. */
  readonly fingerprint: string | null;
  /** Keys of its project, under which the same may stand here. */
  readonly keys: readonly (string | null)[];
  /** Names that it had elsewhere before. */
  readonly origins: readonly Omit<Origin, 'memory'>[];
  readonly history: readonly Change[];
  /** Of a conversation. */
  readonly turns: readonly Turn[];
}

/**
 * - `added`; `updated`: it was here, and says now what it says there; `revived`: an undone import had taken it away;
 * - `known`: it was here under its name; `duplicate`: another memory says the same;
 * - `deleted` and `purged`: it was here, and somebody has removed it since.
 */
export type ImportFate = 'added' | 'updated' | 'revived' | 'known' | 'duplicate' | 'deleted' | 'purged';

export interface ImportPlan {
  readonly fate: ImportFate;
  /** As it will be here; undefined where there is none any more. */
  readonly memory: Memory | undefined;
  /** As it is here. */
  readonly before?: Memory | undefined;
}

export interface ImportRules {
  readonly duplicates: DuplicateWish;
  /** The group of changes of this import: what it has brought itself is no duplicate of what it brings. */
  readonly groupId: string;
  readonly nextId: () => string;
}

/** What would become of it. Nothing is written. */
export async function planImport(
  unit: ReadUnit,
  imported: ImportedMemory,
  rules: ImportRules,
): Promise<ImportPlan> {
  const { memory, keepsId, names } = imported;
  const [name] = names;
  const origin = name && (await unit.origins.get(name));
  if (origin) {
    const known = await unit.memories.get(origin.memory);
    if (!known) return { fate: 'purged', memory: undefined };
    return planKnown(unit, known, imported, rules, origin.fingerprint !== imported.fingerprint);
  }
  const own = keepsId ? await unit.memories.get(memory.id) : undefined;
  if (own) return planOwn(unit, own, imported, rules);
  return planNew(unit, imported, rules);
}

async function planKnown(
  unit: ReadUnit,
  known: Memory,
  { memory }: ImportedMemory,
  { duplicates }: ImportRules,
  hasChanged: boolean,
): Promise<ImportPlan> {
  if (known.deletedAt !== null && memory.deletedAt === null)
    return (await wasUndone(unit, known))
      ? { fate: 'revived', memory: { ...known, deletedAt: null }, before: known }
      : { fate: 'deleted', memory: known };
  if (duplicates !== 'update' || !hasChanged) return { fate: 'known', memory: known };
  return { fate: 'updated', memory: rewritten(known, memory), before: known };
}

/** A memory of the same id: the same one, at another time. */
async function planOwn(
  unit: ReadUnit,
  own: Memory,
  imported: ImportedMemory,
  rules: ImportRules,
): Promise<ImportPlan> {
  const { memory } = imported;
  const isNewer = memory.updatedAt > own.updatedAt;
  const isOther = memory.content !== own.content || memory.title !== own.title;
  if (rules.duplicates === 'keep-both' && isOther && own.deletedAt === null) {
    const copied = await fromAnotherCopy(unit, imported);
    if (copied) return planKnown(unit, copied, imported, rules, false);
    return { fate: 'added', memory: { ...memory, id: rules.nextId(), revision: 1 } };
  }
  return planKnown(unit, own, imported, rules, isNewer);
}

/**
 * The memory that became of this very entry when another copy of its source was imported. To keep both is about memories of
 * others that say the same: what was brought once is not to be had twice.
 */
async function fromAnotherCopy(
  unit: ReadUnit,
  { names: [name], memory }: ImportedMemory,
): Promise<Memory | undefined> {
  if (!name) return undefined;
  for (const { system, memory: id } of await unit.origins.findByRef(name.ref)) {
    const found = system === name.system ? await unit.memories.get(id) : undefined;
    if (found && found.content === memory.content && found.title === memory.title) return found;
  }
  return undefined;
}

async function planNew(unit: ReadUnit, imported: ImportedMemory, rules: ImportRules): Promise<ImportPlan> {
  const { memory, keys } = imported;
  const copied = rules.duplicates === 'keep-both' ? await fromAnotherCopy(unit, imported) : undefined;
  if (copied) return planKnown(unit, copied, imported, rules, false);
  const same =
    rules.duplicates === 'keep-both' || !repeatable.has(memory.status) || memory.deletedAt !== null
      ? undefined
      : await findSameText(unit, memory, keys, (each) => isToTheSame(each, memory));
  if (!same || same.id === memory.id || (await isOfGroup(unit, same.id, rules.groupId)))
    return { fate: 'added', memory };
  if (rules.duplicates === 'skip') return { fate: 'duplicate', memory: same };
  return { fate: 'updated', memory: enriched(same, memory), before: same };
}

const isToTheSame = ({ status, scope, session }: Memory, other: Memory): boolean =>
  repeatable.has(status) && scope === other.scope && (scope !== 'session' || session === other.session);

/** Whether the last that was done to it was that somebody took its import back. */
async function wasUndone(unit: ReadUnit, { id }: Memory): Promise<boolean> {
  return (await unit.history.ofMemory(id)).at(-1)?.action === 'undo';
}

async function isOfGroup(unit: ReadUnit, id: string, groupId: string): Promise<boolean> {
  return (await unit.history.ofMemory(id)).some((change) => change.groupId === groupId);
}

/** What it says there now; what people did to it here stays: that it is pinned, how it is linked, and how often it was used. */
function rewritten(known: Memory, { title, content, what, why, learned, ...memory }: Memory): Memory {
  return {
    ...known,
    title,
    content,
    what,
    why,
    learned,
    category: memory.category,
    entities: memory.entities,
    tags: memory.tags,
    metadata: { ...known.metadata, ...memory.metadata },
    updatedAt: memory.updatedAt,
  };
}

/** The one that is here with what only the other one has. */
function enriched(same: Memory, other: Memory): Memory {
  return {
    ...same,
    what: same.what ?? other.what,
    why: same.why ?? other.why,
    learned: same.learned ?? other.learned,
    tags: tagsOf(same.tags, other.tags),
    entities: entitiesOf([...same.entities, ...other.entities], [], same.project),
    metadata: { ...other.metadata, ...same.metadata },
  };
}

/** Writes what was planned, and under which names it is known from now on. */
export async function carryOut(
  changes: MemoryChanges,
  { fate, memory, before }: ImportPlan,
  { names, keepsId, fingerprint, origins, history, turns, memory: given }: ImportedMemory,
): Promise<Memory | undefined> {
  if (!memory) return undefined;
  const { unit, context } = changes;
  let written = memory;
  if (fate === 'added') {
    written = await changes.create(withoutCircle(memory, await leadsBack(unit, memory)), 'import');
    if (memory.id === given.id) await changes.restoreHistory(history);
    if (turns.length > 0) await unit.turns.put(written, turns);
  } else if (before) written = await changes.change(before, memory, 'import');
  // What is here under its own id needs no name for that.
  const isNamed = fate !== 'known' && fate !== 'deleted' && (!keepsId || written.id !== given.id);
  if (isNamed)
    for (const name of names)
      await unit.origins.put({ ...name, memory: written.id, fingerprint, at: context.now });
  if (fate === 'added')
    for (const origin of origins)
      if (!(await unit.origins.get(origin))) await unit.origins.put({ ...origin, memory: written.id });
  return written;
}

/** Whether the chain of successors of a memory that is not there yet comes back to it. */
export async function leadsBack(unit: UnitOfWork, { id, supersededBy }: Memory): Promise<boolean> {
  const seen = new Set<string>();
  for (let at = supersededBy; at !== null && !seen.has(at);) {
    if (at === id) return true;
    seen.add(at);
    at = (await unit.memories.get(at))?.supersededBy ?? null;
  }
  return false;
}

const withoutCircle = (memory: Memory, isCircle: boolean): Memory =>
  isCircle ? { ...memory, supersededBy: null } : memory;

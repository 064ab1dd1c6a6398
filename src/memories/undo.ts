import { setImmediate } from 'node:timers/promises';
import { ageLabel } from '../core/text/ageLabel.ts';
import { MemoryBridgeError } from '../core/errors.ts';
import { isInForce, standsInTheWay } from '../core/memory/changeChain.ts';
import type { Actor, Change, ChangeAction } from '../core/memory/history.ts';
import { endingOf } from '../core/memory/evidence.ts';
import type { Memory } from '../core/memory/memory.ts';
import { withoutReferences } from '../core/memory/memoryLink.ts';
import { nameOf } from '../core/memory/memoryLine.ts';
import { bindsOthers } from '../core/memory/review.ts';
import { parseIdReference, shortId } from '../core/shortId.ts';
import type { UnitOfWork } from '../store/ports/unitOfWork.ts';
import { MemoryChanges } from './memoryChanges.ts';
import { isPerson, isScript } from './provenance.ts';
import { forbidden, refuseAgents } from './whoMay.ts';
import type { WriteContext } from './writeContext.ts';

/** Memories that are brought back in a row. */
const atOnce = 25;
/** Changes of an import that are taken back in one unit of work, in which everybody else waits. */
const mostAtOnce = 5_000;

/** What was taken back. */
export interface Undone {
  /** The memories as they are now. */
  readonly memories: readonly Memory[];
  /** How many changes were taken back. */
  readonly undone: number;
  /** What the first of them was. */
  readonly action: ChangeAction;
  /** The change that undoing is, which can be undone in turn. */
  readonly changeId: string;
}

/**
 * Takes back a change, or all changes of a group, by an id or the end of one; without it, the last that the person
 * made. Refuses what would silently overwrite a later change.
 */
export async function undoChanges(
  unit: UnitOfWork,
  context: WriteContext,
  changeId?: string,
): Promise<Undone> {
  const byMemory = await findChanges(unit, context, changeId ?? (await lastChangeOf(unit, context.actor)));
  const changes = new MemoryChanges(unit, context);
  const memories: Memory[] = [];
  let turns = 0;
  for (const [memoryId, undone] of byMemory) {
    // Of thousands, whoever asks whether the server lives is answered in between.
    if ((turns += 1) % atOnce === 0) await setImmediate();
    memories.push(await takeBackOne(changes, memoryId, undone));
  }
  changes.announce();
  const all = [...byMemory.values()].flat();
  return { memories, undone: all.length, action: all[0]?.action ?? 'undo', changeId: changes.groupId };
}

/**
 * Takes back those changes of one memory that `isMeant` and that are still in force: undefined where there are none. Refuses
 * as `undoChanges` does, before anything is written.
 */
export async function takeBack(
  changes: MemoryChanges,
  memoryId: string,
  isMeant: (change: Change) => boolean,
): Promise<Memory | undefined> {
  const history = await changes.unit.history.ofMemory(memoryId);
  const undone = history.filter((change) => isMeant(change) && isInForce(change, history));
  return undone.length === 0 ? undefined : takeBackOne(changes, memoryId, undone);
}

async function takeBackOne(
  changes: MemoryChanges,
  memoryId: string,
  undone: readonly Change[],
): Promise<Memory> {
  const { unit, context } = changes;
  const current = await unit.memories.get(memoryId);
  if (!current)
    throw new MemoryBridgeError('not_found', 'A memory of this change was purged and cannot come back.');
  await refuseOverwriting(unit, current, undone, context.now);
  refuseUndoing(current, undone, context.actor);
  const memory = await changes.change(current, await stateBefore(unit, current, undone, context.now), 'undo');
  await unit.history.markUndone(
    undone.map(({ id }) => id),
    changes.lastChangeId,
  );
  return memory;
}

/** Whom a refusal is for: programs are told who can do what they cannot. */
const undoingImport = (id: string, actor: Actor): string =>
  isPerson(actor)
    ? `Use undo_import ${id}.`
    : `Only a person can take it back, at a terminal: "memory-bridge undo-import ${id}". Ask them to.`;

/** Of a person only: whoever is one of many agents under one name would take back what another one did. */
async function lastChangeOf(unit: UnitOfWork, actor: Actor): Promise<string> {
  if (!isPerson(actor) && !isScript(actor))
    throw new MemoryBridgeError(
      'invalid_input',
      'change_id: is missing. It is in the answer of the tool that made the change, and in get_history.',
      { details: { field: 'change_id' } },
    );
  for (const change of await unit.history.newestBy(actor))
    if (isInForce(change, await unit.history.ofMemory(change.memoryId))) return change.groupId;
  throw new MemoryBridgeError('not_found', 'You have no changes left to undo.');
}

/** The changes that a reference means, by memory, oldest first. */
async function findChanges(
  unit: UnitOfWork,
  { actor }: Pick<WriteContext, 'actor'>,
  reference: string,
): Promise<Map<string, Change[]>> {
  const parsed = parseIdReference(reference);
  if (!parsed)
    throw new MemoryBridgeError(
      'invalid_input',
      `"${reference}" is not the id of a change. Every change of a memory is answered with one, and get_history lists them.`,
    );
  const found = await unit.history.find('id' in parsed ? parsed.id : parsed.tail);
  if (found.length === 0)
    throw new MemoryBridgeError(
      'not_found',
      `There is no change "${reference}". The changes of a memory are shown by get_history.`,
    );
  if (found.length > mostAtOnce && found[0]?.action === 'import')
    throw new MemoryBridgeError(
      'conflict',
      `This import made ${found.length} changes, which are not taken back in one step. ${undoingImport(shortId(found[0].groupId), actor)}`,
    );
  if (new Set(found.map(({ groupId }) => groupId)).size > 1)
    throw new MemoryBridgeError('conflict', `Several changes end in "${reference}". Give the whole id.`);
  const byMemory = new Map<string, Change[]>();
  let turns = 0;
  for (const change of found) {
    if ((turns += 1) % atOnce === 0) await setImmediate();
    const history = await unit.history.ofMemory(change.memoryId);
    if (isInForce(change, history))
      byMemory.set(change.memoryId, [...(byMemory.get(change.memoryId) ?? []), change]);
  }
  if (byMemory.size === 0)
    throw new MemoryBridgeError(
      'conflict',
      `This change is undone already. To have it again, undo ${shortId(found.at(-1)?.undoneBy ?? '')}.`,
    );
  return byMemory;
}

async function refuseOverwriting(
  unit: UnitOfWork,
  current: Memory,
  undone: readonly Change[],
  now: number,
): Promise<void> {
  const later = standsInTheWay(await unit.history.ofMemory(current.id), undone);
  if (!later) return;
  const { id, action, at, actor } = later;
  throw new MemoryBridgeError(
    'conflict',
    `${nameOf(current)} was changed after that (${action} by ${actor.name ?? actor.kind}, ${ageLabel(at, now)}), and undoing would lose it. Undo change ${shortId(id)} first.`,
    { details: { memoryId: current.id, changeId: id } },
  );
}

/** An agent takes back what agents have done, and nothing that would decide for the person. */
function refuseUndoing(current: Memory, undone: readonly Change[], actor: Actor): void {
  if (isPerson(actor)) return;
  const done = undone.find((change) => isPerson(change.actor));
  if (done) throw forbidden(`A person did this (${done.action}), and only a person can undo it.`, current);
  const before = undone[0]?.before;
  // Whoever has proposed something may take it back.
  if (!before && current.status === 'candidate' && current.source.kind === 'agent') return;
  refuseAgents(current, before ? 'edit' : 'delete', actor);
  if (before) refuseReviving(current, before);
}

/** Undoing a removal would put in force what no person has accepted, or has decided against. */
function refuseReviving(current: Memory, before: Memory): void {
  const isInForce = (memory: Memory): boolean => memory.status === 'active' && memory.deletedAt === null;
  if (isInForce(before) && !isInForce(current) && bindsOthers(before) && before.trust !== 'user')
    throw forbidden(
      `No person has accepted [${shortId(current.id)}], so only a person can bring it back.`,
      current,
    );
}

/** The memory as it was before the first of the changes; one that did not exist becomes a tombstone. */
async function stateBefore(
  unit: UnitOfWork,
  current: Memory,
  undone: readonly Change[],
  now: number,
): Promise<Partial<Memory>> {
  const [first] = undone;
  if (!first?.before) {
    if (first && first.action !== 'create' && first.action !== 'import')
      throw new MemoryBridgeError(
        'not_found',
        `What the memory said before this change is no longer kept (setting historyDays).`,
      );
    return { deletedAt: now };
  }
  const before = await withoutPurged(unit, first.before);
  // Being recalled or opened is no change, so it is not taken back.
  const { lastRecalledAt, recallCount, lastOpenedAt, openedCount } = current;
  const seen = { lastRecalledAt, recallCount, lastOpenedAt, openedCount };
  return { ...before, ...seen, status: statusAgain(current, before) };
}

/** A purge takes what leads to a memory out of the history; releases of before did not. */
async function withoutPurged(unit: UnitOfWork, before: Memory): Promise<Memory> {
  const others = [...before.links.map(({ to }) => to), ...(before.supersededBy ? [before.supersededBy] : [])];
  if (others.length === 0) return before;
  const found = new Set((await unit.memories.getMany(others)).map(({ id }) => id));
  return withoutReferences(before, (id) => !found.has(id));
}

/** What is in force is not put away again in favour of a memory that was purged: nothing else says that it ended. */
function statusAgain(current: Memory, before: Memory): Memory['status'] {
  const isPutAwayForNothing =
    before.status === 'superseded' && before.supersededBy === null && endingOf(before) === undefined;
  const isLiving = current.status === 'active' || current.status === 'resolved';
  return isPutAwayForNothing && isLiving ? current.status : before.status;
}

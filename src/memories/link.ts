import { MemoryBridgeError } from '../core/errors.ts';
import type { Memory } from '../core/memory/memory.ts';
import {
  isRelation,
  type MemoryLink,
  mutualKinds,
  type RelationKind,
  withLink,
  withoutRelation,
} from '../core/memory/memoryLink.ts';
import { shortId } from '../core/shortId.ts';
import { actOn } from './act.ts';
import type { MemoryChanges } from './memoryChanges.ts';
import { refusalOf } from './refusals.ts';
import { refuseSuccessor } from './supersede.ts';

/** What somebody says that a memory is to another one. */
export interface Relation {
  readonly kind: RelationKind;
  readonly strength?: number | undefined;
  readonly reason?: string | undefined;
}

const mostRelations = 64;

/**
 * Links a memory to another one; saying it again changes nothing but what is said of it. One that supersedes the other
 * takes its place. Returns the memory that was changed, or would have been.
 */
export async function linkMemories(
  changes: MemoryChanges,
  [from, to]: readonly [Memory, Memory],
  { kind, strength, reason }: Relation,
): Promise<Memory> {
  if (from.id === to.id)
    throw new MemoryBridgeError(
      'invalid_input',
      'target_memory_id: is the same memory. Name the other one that it is linked to.',
      { details: { field: 'target_memory_id' } },
    );
  if (kind === 'supersedes') return supersede(changes, from, to);
  if (to.deletedAt !== null) throw refusalOf(to, 'link', 'deleted');
  // What says the same of both stands once, wherever it was said first.
  const [holder, other] = mutualKinds.has(kind) && relationOf(to, from, kind) ? [to, from] : [from, to];
  const known = relationOf(holder, other, kind);
  if (!known && holder.links.filter(isRelation).length >= mostRelations)
    throw new MemoryBridgeError(
      'conflict',
      `[${shortId(holder.id)}] has ${mostRelations} links already. Take one away with remove_link first.`,
    );
  const link: MemoryLink = {
    kind,
    to: other.id,
    ...said('strength', strength ?? known?.strength),
    ...said('reason', reason ?? known?.reason),
    at: known?.at ?? changes.context.now,
  };
  return actOn(holder, 'link', changes, () =>
    isSame(known, link) ? {} : { links: withLink(holder.links, link) },
  );
}

/** Takes away what was said of two memories, whichever has the link; of one kind, or all of it. */
export async function unlinkMemories(
  changes: MemoryChanges,
  pair: readonly [Memory, Memory],
  kind?: RelationKind,
): Promise<Memory> {
  const [from, to] = pair;
  if (kind === 'supersedes')
    throw new MemoryBridgeError(
      'invalid_input',
      'link_type: what was superseded comes back with restore_memory.',
      { details: { field: 'link_type' } },
    );
  let first = from;
  for (const [holder, other] of [
    [from, to],
    [to, from],
  ] as const) {
    const links = withoutRelation(holder.links, other.id, kind);
    if (links.length === holder.links.length) continue;
    const changed = await actOn(holder, 'unlink', changes, () => ({ links }));
    if (holder.id === from.id) first = changed;
  }
  return first;
}

async function supersede(changes: MemoryChanges, from: Memory, to: Memory): Promise<Memory> {
  if (to.supersededBy === from.id) return to;
  refuseSuccessor(from);
  return actOn(to, 'supersede', changes, () => ({ supersededBy: from.id }));
}

const relationOf = ({ links }: Memory, { id }: Memory, kind: RelationKind): MemoryLink | undefined =>
  links.find((link) => link.kind === kind && link.to === id);

const said = <Name extends string, Value>(name: Name, value: Value | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { [Each in Name]?: Value };

const isSame = (known: MemoryLink | undefined, link: MemoryLink): boolean =>
  known !== undefined && known.strength === link.strength && known.reason === link.reason;

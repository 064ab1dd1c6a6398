import { placeName } from '../core/forge/entityPlace.ts';
import type { Forges } from '../core/forge/forges.ts';
import type { Memory } from '../core/memory/memory.ts';
import { isStale } from '../core/memory/staleness.ts';
import { Places } from '../entities/places.ts';
import { findNear } from '../memories/nearMemories.ts';
import type { FindingReason } from '../protocol/consolidationReport.ts';
import type { ReadUnit } from '../store/ports/readUnit.ts';

/** What one look at a memory has found. */
export interface Sighting {
  readonly memory: Memory;
  readonly reason: FindingReason;
  /** The other one, of two that are alike or exclude each other. */
  readonly other?: Memory | undefined;
  /** That they exclude each other has been said already. */
  readonly isLinked?: boolean | undefined;
}

export interface LookOptions {
  readonly now: number;
  readonly daysStale: number;
  /** From which likeness on two memories are duplicates. */
  readonly threshold: number;
  readonly forges: Forges;
  /** Memories whose files are all gone; projects whose folder is gone. */
  readonly gone: { readonly anchors: ReadonlySet<string>; readonly projects: ReadonlySet<string> };
}

type Unit = Pick<ReadUnit, 'memories' | 'texts' | 'vectors' | 'entities' | 'sessions' | 'projects'>;

/** All that is to be said of some memories. */
export async function sightingsOf(
  unit: Unit,
  memories: readonly Memory[],
  options: LookOptions,
): Promise<Sighting[]> {
  const places = await Places.in(unit, options.forges);
  const found: Sighting[] = [];
  for (const memory of memories) {
    const reason = await orphanReason(unit, memory, options, places);
    if (reason !== undefined) found.push({ memory, reason });
    // What is put away anyway need not be compared.
    else if (memory.status !== 'superseded') {
      found.push(...(await pairsOf(unit, memory, options.threshold)));
      if (isStale(memory, options.now, options.daysStale)) found.push({ memory, reason: 'not_used' });
    }
  }
  return found;
}

/** Memories that one is compared with by their words: nobody waits for the answer. */
const thorough = 1_000;

/** Each pair once, from the later of the two: its id is the larger one. */
async function pairsOf(unit: Unit, memory: Memory, threshold: number): Promise<Sighting[]> {
  const near = await findNear(unit, memory, { threshold, most: 8, ranked: thorough });
  const excluded = memory.links.filter(({ kind }) => kind === 'contradicts').map(({ to }) => to);
  const linking = await unit.memories.getMany(excluded);
  const linked = new Map(
    linking
      .filter(({ deletedAt, status }) => deletedAt === null && status === 'active')
      .map((other) => [other.id, other]),
  );
  const said = [...linked.values()].map((other): Sighting => ({
    memory,
    other,
    reason: 'said',
    isLinked: true,
  }));
  const seen = near
    .filter(({ memory: other }) => other.id < memory.id && !linked.has(other.id))
    .map(({ memory: other, opposition }): Sighting => {
      const isLinked = other.links.some(({ kind, to }) => kind === 'contradicts' && to === memory.id);
      return { memory, other, reason: opposition ?? 'same_words', isLinked };
    });
  return [...said, ...seen.filter(({ isLinked }) => isLinked !== true)];
}

async function orphanReason(
  unit: Unit,
  memory: Memory,
  { gone }: LookOptions,
  places: Places,
): Promise<FindingReason | undefined> {
  const { status, scope, session, project, supersededBy } = memory;
  if (status === 'superseded')
    return supersededBy !== null && (await isNothingLeft(unit, memory)) ? 'successor_gone' : undefined;
  if (memory.pinned) return undefined;
  if (project !== null && gone.projects.has(project)) return 'project_gone';
  // Of conversations retention sees to it.
  if (scope === 'session' && session !== null && memory.category !== 'conversation') {
    const known = await unit.sessions.get(session);
    if (!known || known.state === 'ended') return 'session_gone';
  }
  if (status === 'active' && gone.anchors.has(memory.id)) return 'anchors_gone';
  return (await isClosed(unit, memory, places)) ? 'entity_closed' : undefined;
}

/** Whether nothing in force stands at the end of a chain of successors. What a person put away there was meant. */
async function isNothingLeft({ memories }: Unit, memory: Memory): Promise<boolean> {
  const seen = new Set([memory.id]);
  for (let at = memory.supersededBy; at !== null && !seen.has(at);) {
    seen.add(at);
    const next = await memories.get(at);
    if (!next || next.deletedAt !== null) return true;
    at = next.supersededBy;
  }
  return false;
}

const closed: ReadonlySet<string> = new Set(['closed', 'merged']);

/** An open blocker or a plan that names references, all of which a forge calls closed. */
async function isClosed({ entities }: Unit, memory: Memory, places: Places): Promise<boolean> {
  const { category, status, project } = memory;
  if (status !== 'active' || (category !== 'blocker' && category !== 'plan')) return false;
  const named = memory.entities.flatMap((entity) => {
    const place = places.of(entity, project);
    return place ? placeName(place) : [];
  });
  if (named.length === 0) return false;
  const records = await entities.getMany(named);
  return (
    records.length === new Set(named).size &&
    records.every(({ state }) => state !== null && closed.has(state))
  );
}

import type { Memory } from '../core/memory/memory.ts';
import { lastUseOf } from '../core/memory/staleness.ts';
import type { Finding, FindingReason, ProposedAction } from '../protocol/consolidationReport.ts';

/** As much of a memory as decides which one of several stays. */
export interface Sighted {
  readonly id: string;
  readonly revision: number;
  readonly project: string | null;
  readonly category: string;
  /** Larger is better: whose it is, whether it is pinned, and how late it was used. */
  readonly worth: number[];
}

/** A sighting as it is kept between slices. */
export interface Noted {
  readonly reason: FindingReason;
  readonly memory: Sighted;
  readonly other?: Sighted | undefined;
}

const trustWorth: Readonly<Record<Memory['trust'], number>> = { external: 0, agent: 1, user: 2 };

export const sightedOf = (memory: Memory): Sighted => ({
  id: memory.id,
  revision: memory.revision,
  project: memory.project,
  category: memory.category,
  worth: [memory.pinned ? 1 : 0, trustWorth[memory.trust], lastUseOf(memory)],
});

/** Of what is alone in a group, so many stand in one. */
const mostTogether = 50;

/**
 * The groups of a report, in the order of their kinds: what excludes each other first, for somebody has to decide it.
 */
export function groupFindings(noted: readonly Noted[]): Finding[] {
  const groups = [
    ...noted.filter(({ reason, other }) => other && reason !== 'same_words').map(contradictionOf),
    ...duplicatesOf(noted.filter(({ reason }) => reason === 'same_words')),
    ...alikeOf(noted.filter(({ other }) => other === undefined)),
  ];
  return groups.map((group, at) => ({ ...group, group: at + 1 }));
}

type Group = Omit<Finding, 'group'>;

const named = ({ id, revision }: Sighted) => ({ id, revision });

/** What was linked by somebody needs a decision alone; what was only found is linked, so that both sides show it. */
function contradictionOf({ memory, other, reason }: Noted): Group {
  const both = other ? [memory, other] : [memory];
  return {
    kind: 'contradiction',
    reason,
    action: reason === 'said' ? 'none' : 'link',
    memories: both.map(named),
    keep: null,
    project: memory.project,
  };
}

/** Chains of duplicates are one group; the one that is worth most stays. */
function duplicatesOf(pairs: readonly Noted[]): Group[] {
  const parents = new Map<string, string>();
  const all = new Map<string, Sighted>();
  const rootOf = (id: string): string => {
    let at = id;
    for (let next = parents.get(at); next !== undefined && next !== at; next = parents.get(at)) at = next;
    return at;
  };
  for (const { memory, other } of pairs) {
    if (!other) continue;
    all.set(memory.id, memory).set(other.id, other);
    parents.set(rootOf(memory.id), rootOf(other.id));
  }
  const clusters = new Map<string, Sighted[]>();
  for (const each of all.values()) {
    const root = rootOf(each.id);
    clusters.set(root, [...(clusters.get(root) ?? []), each]);
  }
  return [...clusters.values()].map((cluster) => {
    const [best, ...others] = cluster.toSorted(byWorth);
    return {
      kind: 'duplicate',
      reason: 'same_words',
      action: 'supersede',
      memories: [best, ...others].flatMap((each) => (each ? named(each) : [])),
      keep: best?.id ?? null,
      project: best?.project ?? null,
    };
  });
}

function byWorth({ worth: left, id }: Sighted, { worth: right, id: other }: Sighted): number {
  for (const [at, value] of left.entries()) if (value !== right[at]) return (right[at] ?? 0) - value;
  return id < other ? 1 : -1;
}

/** By reason and project; what is stale by category, the rest by what is proposed for it. */
function alikeOf(noted: readonly Noted[]): Group[] {
  const groups = new Map<string, { reason: FindingReason; memories: Sighted[] }>();
  for (const { reason, memory } of noted) {
    const apart = reason === 'not_used' ? memory.category : actionFor(reason, memory.category);
    const key = JSON.stringify([reason, memory.project, apart]);
    const group = groups.get(key) ?? { reason, memories: [] };
    group.memories.push(memory);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ reason, memories }) =>
    Array.from({ length: Math.ceil(memories.length / mostTogether) }, (_, at): Group => {
      const part = memories.slice(at * mostTogether, (at + 1) * mostTogether);
      return {
        kind: reason === 'not_used' ? 'stale' : 'orphan',
        reason,
        action: actionFor(reason, part[0]?.category),
        memories: part.map(named),
        keep: null,
        project: part[0]?.project ?? null,
      };
    }),
  );
}

function actionFor(reason: FindingReason, category: string | undefined): ProposedAction {
  if (reason === 'successor_gone') return 'restore';
  return reason === 'entity_closed' && category === 'blocker' ? 'resolve' : 'archive';
}

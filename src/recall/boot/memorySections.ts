import type { Category, Memory } from '../../core/memory/memory.ts';
import type { BootSectionName } from '../../protocol/bootSections.ts';
import type { MemoryFilter } from '../../store/ports/memoryFilter.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import { reviewDueAt } from '../../core/memory/reviewDueAt.ts';

export interface MemorySection {
  readonly name: BootSectionName;
  readonly heading: string;
  /** One and several of what it shows. */
  readonly noun: readonly [string, string];
  readonly categories: readonly Category[];
  readonly share: number;
  readonly snippetLength: number;
}

/** In order of how much harm not knowing does. */
export const memorySections: readonly MemorySection[] = [
  {
    name: 'directives',
    heading: 'Directives',
    noun: ['directive', 'directives'],
    categories: ['directive'],
    share: 0.3,
    snippetLength: 300,
  },
  {
    name: 'unresolved_blockers',
    heading: 'Open blockers',
    noun: ['blocker', 'blockers'],
    categories: ['blocker'],
    share: 0.2,
    snippetLength: 160,
  },
  {
    name: 'conventions',
    heading: 'Conventions',
    noun: ['convention', 'conventions'],
    categories: ['convention', 'preference'],
    share: 0.2,
    snippetLength: 160,
  },
  {
    name: 'recent_decisions',
    heading: 'Recent decisions',
    noun: ['decision', 'decisions'],
    categories: ['decision'],
    share: 0.2,
    snippetLength: 120,
  },
  {
    name: 'procedures',
    heading: 'Procedures',
    noun: ['procedure', 'procedures'],
    categories: ['procedure'],
    share: 0.1,
    snippetLength: 100,
  },
  {
    name: 'plans',
    heading: 'Plans and context',
    noun: ['plan', 'plans'],
    categories: ['plan', 'context'],
    share: 0.1,
    snippetLength: 100,
  },
  {
    name: 'facts',
    heading: 'Facts',
    noun: ['fact', 'facts'],
    categories: ['fact'],
    share: 0.1,
    snippetLength: 100,
  },
];

/** What a section has, the most important first. `total` counts what there is, whatever was read of it. */
export interface FoundMemories {
  readonly heading: string;
  readonly memories: readonly Memory[];
  readonly total: number;
}

/** What a person has pinned is shown also where the section is off, or the memory too old for it. */
export async function findSection(
  unit: ReadUnit,
  section: MemorySection,
  visible: MemoryFilter,
  { isOn, limit, since }: { isOn: boolean; limit: number; since: number },
): Promise<FoundMemories> {
  const filter = { ...visible, categories: section.categories };
  if (section.name !== 'recent_decisions') {
    if (!isOn) return { heading: section.heading, memories: [], total: 0 };
    const page = await unit.memories.list(filter, { limit, pinnedFirst: true });
    const memories = page.memories.toSorted(section.name === 'directives' ? byPlace : byImportance);
    return { heading: section.heading, memories, total: page.total };
  }
  const recent = isOn
    ? await unit.memories.list({ ...filter, since }, { limit, pinnedFirst: true })
    : { memories: [], total: 0 };
  const front = await unit.memories.list(filter, { limit: maxPinned, pinnedFirst: true });
  const known = new Set(recent.memories.map(({ id }) => id));
  const pinned = front.memories.filter((memory) => isPinnedByPerson(memory) && !known.has(memory.id));
  return {
    heading: isOn ? section.heading : 'Pinned decisions',
    memories: [...pinned, ...recent.memories].toSorted(byImportance),
    total: recent.total + pinned.length,
  };
}

const maxPinned = 50;

export const isPinnedByPerson = ({ pinned, trust }: Pick<Memory, 'pinned' | 'trust'>): boolean =>
  pinned && trust === 'user';

type Placed = Pick<Memory, 'id' | 'createdAt' | 'position' | 'project'>;

/** As directives are read: those for all projects first, then by their place; what has none stands behind, oldest first. */
export function inReadingOrder(left: Placed, right: Placed): number {
  return (
    Number(left.project !== null) - Number(right.project !== null) ||
    (left.position ?? Infinity) - (right.position ?? Infinity) ||
    oldestFirst(left, right) ||
    0
  );
}

export function oldestFirst(
  left: Pick<Memory, 'id' | 'createdAt'>,
  right: Pick<Memory, 'id' | 'createdAt'>,
): number {
  return left.createdAt - right.createdAt || (left.id < right.id ? -1 : 1);
}

/** What is taken when not all fits: the person's pinned ones, what else is pinned, and then the newest. */
const weightOf = (memory: Pick<Memory, 'pinned' | 'trust'>): number =>
  memory.pinned ? 1 + Number(isPinnedByPerson(memory)) : 0;

function byImportance(left: Memory, right: Memory): number {
  return weightOf(right) - weightOf(left) || oldestFirst(right, left);
}

/** Of directives, those that have a place go before those that have none. */
function byPlace(left: Memory, right: Memory): number {
  const placed = weightOf(right) - weightOf(left) || placeOf(left) - placeOf(right);
  return placed === 0 || Number.isNaN(placed) ? oldestFirst(right, left) : placed;
}

const placeOf = ({ position }: Memory): number => position ?? Infinity;

/** What somebody wanted to be told of now: reminders, and procedures that nobody has looked at for too long. */
export async function findDueMemories(
  unit: ReadUnit,
  visible: MemoryFilter,
  now: number,
): Promise<{ reminders: Memory[]; unreviewed: Memory[] }> {
  const reminders = await unit.memories.findDue(now, visible, maxDue);
  const shown = new Set(reminders.map(({ id }) => id));
  const overdue = await unit.memories.findUnreviewed(now, { ...visible, categories: ['procedure'] }, maxDue);
  return { reminders, unreviewed: overdue.filter(({ id }) => !shown.has(id)) };
}

const maxDue = 20;

/** Since when a reminder or a review is due, ms. */
export function dueSince(memory: Pick<Memory, 'reminder' | 'review' | 'createdAt'>): number | undefined {
  return memory.reminder?.at ?? reviewDueAt(memory);
}

import { hotFor, hotItems } from '../../core/entity/hotItems.ts';
import { entityForms, splitCanonical } from '../../core/entity/entityReference.ts';
import type { Memory } from '../../core/memory/memory.ts';
import { memoryLine } from '../../core/memory/memoryLine.ts';
import { ageLabel } from '../../core/text/ageLabel.ts';
import type { BootSectionName } from '../../protocol/bootSections.ts';
import type { MemoryFilter } from '../../store/ports/memoryFilter.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import { toMemoryLine } from '../memoryRecords.ts';
import { visibleProjects } from '../visibility.ts';
import type { BootContext, BootRequest } from './bootRequest.ts';
import type { OfferedSection } from './fillSections.ts';
import { readHandOver } from './handOver.ts';
import { findLastSession } from './lastSession.ts';
import {
  dueSince,
  findDueMemories,
  findSection,
  inReadingOrder,
  isPinnedByPerson,
  memorySections,
  oldestFirst,
} from './memorySections.ts';
import { dueHeadings, linesOf } from './renderBootContext.ts';

/** No line costs less, so a section never needs more memories than the budget has room for such lines. */
export const tokensPerLine = 15;
const maxPerSection = 200;
/** All of them are looked at, so that their places hold. */
const maxDirectives = 500;
/** Mentions that are counted: those of the newest memories. */
const maxMentions = 2_000;

/** What is offered of a section: how it reads, what it costs, and what it puts into the answer. */
export interface Offer extends OfferedSection {
  readonly name: BootSectionName;
  readonly noun: readonly [string, string];
  /** Beyond what was read of it. */
  readonly unread: number;
  readonly isMemories: boolean;
  /** The answer with the first so many of its entries. */
  readonly put: (context: BootContext, count: number) => BootContext;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** The memories that whoever asks may see. */
export const visibleTo = ({ project, sessionId }: BootRequest): MemoryFilter => ({
  projects: visibleProjects(project),
  statuses: ['active'],
  acceptedOnly: true,
  seenFrom: sessionId ?? null,
});

/** Everything that a boot context could show, in the order in which its budget is spent. */
export async function offersOf(unit: ReadUnit, request: BootRequest): Promise<Offer[]> {
  const { now, sections, project } = request;
  const visible = visibleTo(request);
  const due = sections.has('reminders')
    ? await findDueMemories(unit, visible, now)
    : { reminders: [], unreviewed: [] };
  const isDue = new Set([...due.reminders, ...due.unreviewed].map(({ id }) => id));
  const memories = await memoryOffers(unit, request, visible, isDue);
  const [directives, ...others] = memories;
  const last = sections.has('last_session')
    ? await findLastSession(unit, project, request.sessionId)
    : undefined;
  return [
    ...(directives ? [directives] : []),
    ...single('identity', ['name', 'names'], request.user, (context, identity) => ({ ...context, identity })),
    ...single(
      'last_session',
      ['earlier session', 'earlier sessions'],
      last && readHandOver(last, now),
      (context, lastSession) => ({ ...context, lastSession }),
    ),
    ...others.slice(0, 1),
    offerOfLines(
      'active_sessions',
      ['session', 'sessions'],
      sections.has('active_sessions') ? sessionsAtWork(request) : [],
      0.15,
      (context, sessions) => ({ ...context, sessions }),
    ),
    ...dueOffers(due, now),
    ...others.slice(1),
    offerOfLines(
      'hot_items',
      ['hot item', 'hot items'],
      await findHotItems(unit, request, visible),
      0.1,
      (context, items) => ({
        ...context,
        hotItems: items,
      }),
    ),
    offerOfLines(
      'loops',
      ['loop', 'loops'],
      sections.has('loops') ? request.loops : [],
      0.1,
      (context, loops) => ({
        ...context,
        loops,
      }),
    ),
  ];
}

async function memoryOffers(
  unit: ReadUnit,
  request: BootRequest,
  visible: MemoryFilter,
  isDue: ReadonlySet<string>,
): Promise<Offer[]> {
  const { now, sections } = request;
  const memories: Offer[] = [];
  for (const section of memorySections) {
    const found = await findSection(unit, section, visible, {
      isOn: sections.has(section.name),
      limit:
        section.name === 'directives'
          ? maxDirectives
          : Math.min(maxPerSection, Math.ceil(request.maxTokens / tokensPerLine)),
      since: now - request.recentFor,
    });
    const shown = found.memories.filter(({ id }) => !isDue.has(id));
    const order = section.name === 'directives' ? inReadingOrder : oldestFirst;
    memories.push(
      offerOfMemories(section, shown, found.total - found.memories.length, {
        heading: found.heading,
        order,
        lineOf: (memory) => toMemoryLine(memory, now, { length: section.snippetLength }),
        now,
      }),
    );
  }
  return memories;
}

type LinePart = 'identity' | 'last_session' | 'active_sessions' | 'hot_items' | 'loops';

function single<T>(
  name: LinePart,
  noun: Offer['noun'],
  value: T | null | undefined,
  put: (context: BootContext, value: T) => BootContext,
): Offer[] {
  if (value === null || value === undefined) return [];
  return [
    offerOfLines(name, noun, [value], 0.2, (context, [first]) =>
      first === undefined ? context : put(context, first),
    ),
  ];
}

/** Entries that are no memories; how they read is `linesOf`'s to say. */
function offerOfLines<T>(
  name: LinePart,
  noun: Offer['noun'],
  entries: readonly T[],
  share: number,
  put: (context: BootContext, entries: T[]) => BootContext,
): Offer {
  const { heading } = linesOf[name];
  const lines = linesOf[name].lines as (entry: T) => string[];
  return {
    name,
    noun,
    heading,
    share,
    costs: entries.map((entry) => sum(lines(entry).map((line) => line.length + 1))),
    pinned: 0,
    unread: 0,
    isMemories: false,
    put: (context, count) => put(context, entries.slice(0, count)),
  };
}

function offerOfMemories(
  { name, noun, share }: { name: BootSectionName; noun: Offer['noun']; share: number },
  memories: readonly Memory[],
  unread: number,
  how: {
    heading: string;
    order: (a: Memory, b: Memory) => number;
    lineOf: (memory: Memory) => BootContext['sections'][number]['memories'][number];
    now: number;
    rest?: (memory: Memory) => string;
  },
): Offer {
  const entries = memories.map((memory) => ({ memory, line: how.lineOf(memory) }));
  const firstUnpinned = memories.findIndex((memory) => !isPinnedByPerson(memory));
  return {
    name,
    noun,
    heading: how.heading,
    share,
    costs: entries.map(({ line }) => memoryLine(line, how.now).length + 1),
    pinned: firstUnpinned < 0 ? memories.length : firstUnpinned,
    unread,
    isMemories: true,
    put: (context, count) => {
      const taken = entries.slice(0, count).toSorted((a, b) => how.order(a.memory, b.memory));
      if (taken.length === 0) return context;
      const section = { key: name, name: how.heading, memories: taken.map(({ line }) => line) };
      return { ...context, sections: [...context.sections, section] };
    },
  };
}

function dueOffers(
  due: { reminders: readonly Memory[]; unreviewed: readonly Memory[] },
  now: number,
): Offer[] {
  const offer = (heading: string, noun: Offer['noun'], memories: readonly Memory[]): Offer =>
    offerOfMemories({ name: 'reminders', noun, share: 0.1 }, memories, 0, {
      heading,
      order: (a, b) => (dueSince(a) ?? 0) - (dueSince(b) ?? 0) || (a.id < b.id ? -1 : 1),
      // When it was due says more than what stands below its title.
      lineOf: (memory) => ({ ...toMemoryLine(memory, now), snippet: sayDue(memory, now) }),
      now,
    });
  return [
    offer(dueHeadings.reminders, ['reminder', 'reminders'], due.reminders),
    offer(dueHeadings.unreviewed, ['procedure to review', 'procedures to review'], due.unreviewed),
  ];
}

function sayDue(memory: Memory, now: number): string {
  const age = ageLabel(dueSince(memory) ?? now, now);
  const since = age === 'now' ? 'due now' : `due for ${age}`;
  const recurrence = memory.reminder?.recurrence;
  return recurrence ? `${since}, ${recurrence}` : since;
}

function sessionsAtWork({ sessions, claims, now }: BootRequest): BootContext['sessions'] {
  return sessions.map((session) => ({
    id: session.id,
    agent: session.agent,
    title: session.title,
    age: ageLabel(session.startedAt, now),
    claims: claims.filter(({ sessionId }) => sessionId === session.id).map(({ resource }) => resource),
  }));
}

async function findHotItems(
  unit: ReadUnit,
  { sections, now, project, maxHotItems, titlesOf }: BootRequest,
  visible: MemoryFilter,
): Promise<BootContext['hotItems']> {
  if (!sections.has('hot_items')) return [];
  const mentions = await unit.memories.mentions({ ...visible, since: now - hotFor }, maxMentions);
  const local = mentions.map(({ reference, createdAt }) => ({
    reference: localForm(reference, project?.id),
    createdAt,
  }));
  const items = hotItems(local, now, maxHotItems);
  const titles = await titlesOf?.(items.map(({ reference }) => reference));
  return items.map(({ reference, memories, latest }) => ({
    reference,
    memories,
    age: ageLabel(latest, now),
    title: titles?.get(reference)?.title ?? null,
    state: titles?.get(reference)?.state ?? null,
  }));
}

/** A reference that was written in full elsewhere is the short one of its own project. */
function localForm(reference: string, project: string | undefined): string {
  const [, local] = entityForms(reference, project);
  return splitCanonical(reference).qualifier === undefined ? reference : (local ?? reference);
}

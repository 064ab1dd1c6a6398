import { MemoryBridgeError } from '../../core/errors.ts';
import { offReason } from '../../core/project/memoryOff.ts';
import type { MemoryFilter } from '../../store/ports/memoryFilter.ts';
import type { MemoryReader } from '../../store/ports/memoryRepository.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';

type IsHidden = (project: string | null) => boolean;

interface Owned {
  readonly project: string | null;
}

/** Whatever takes a filter of memories, so that a new one does not compile until it is narrowed here. */
type FilteredBy<Reader> = {
  [Name in keyof Reader]: Reader[Name] extends (...args: infer Args) => unknown
    ? MemoryFilter extends Args[number]
      ? Name
      : never
    : never;
}[keyof Reader];

/**
 * A unit in which some projects are not there: what is asked for in general is answered without them, and what is asked for
 * by its id is refused. What is to be changed is asked for first.
 */
export function withoutProjects<Unit extends ReadUnit>(unit: Unit, isHidden: IsHidden): Unit {
  // Whoever only reads knows nothing of what writes.
  const whole = unit as unknown as UnitOfWork;
  const narrow = (filter: MemoryFilter): Promise<MemoryFilter> => narrowed(unit.memories, filter, isHidden);
  const shown = <T extends Owned>(all: readonly T[]): T[] => all.filter(({ project }) => !isHidden(project));
  const checked = <T extends Owned | undefined>(found: T): T => {
    if (found !== undefined && isHidden(found.project)) throw refusal();
    return found;
  };
  const { memories, sessions, claims, jobs, texts } = whole;
  const told: Pick<MemoryReader, FilteredBy<MemoryReader> | 'get' | 'getMany' | 'usage'> = {
    get: async (id) => checked(await memories.get(id)),
    getMany: async (ids) => shown(await memories.getMany(ids)),
    list: async (filter, page) => memories.list(await narrow(filter), page),
    isAny: async (filter) => memories.isAny(await narrow(filter)),
    findByEntities: async (references, filter, limit) =>
      memories.findByEntities(references, await narrow(filter), limit),
    turnsOf: async (ids, filter, limit) => memories.turnsOf(ids, await narrow(filter), limit),
    counts: async (filter) => memories.counts(await narrow(filter)),
    spans: async (filter) => memories.spans(await narrow(filter)),
    findDue: async (now, filter, limit) => memories.findDue(now, await narrow(filter), limit),
    findUnreviewed: async (now, filter, limit) => memories.findUnreviewed(now, await narrow(filter), limit),
    usage: async (projects, window) =>
      memories.usage((await narrow({ ...(projects && { projects }) })).projects, window),
    mentions: async (filter, limit) => memories.mentions(await narrow(filter), limit),
  };
  const own: Partial<UnitOfWork> = {
    memories: overlaid(memories, told),
    sessions: overlaid(sessions, {
      get: async (id) => checked(await sessions.get(id)),
      list: async (filter) => shown(await sessions.list(filter)),
      findHandOver: async (projects) =>
        sessions.findHandOver(projects.filter((project) => !isHidden(project))),
      upsert: async (session) => sessions.upsert(checked(session)),
    }),
    claims: overlaid(claims, {
      get: async (resource, project) => checked(await claims.get(resource, project)),
      list: async (filter) => shown(await claims.list(filter)),
      put: async (claim) => claims.put(checked(claim)),
    }),
    jobs: overlaid(jobs, {
      get: async (id) => checked(await jobs.get(id)),
      list: async (filter) => shown(await jobs.list(filter)),
      enqueue: async (job) => jobs.enqueue(checked(job)),
    }),
    history: historyOf(whole, checked),
    turns: turnsOf(whole, { get: told.get, shown, narrow }),
    texts: overlaid(texts, {
      search: async (query, filter, limit) => texts.search(query, await narrow(filter), limit),
    }),
    ...nearestOf(whole, narrow),
  };
  return overlaid<UnitOfWork>(whole, own) as unknown as Unit;
}

/** What is near in meaning. */
function nearestOf(
  { vectors, turnVectors }: UnitOfWork,
  narrow: Narrowing['narrow'],
): Pick<UnitOfWork, 'vectors' | 'turnVectors'> {
  return {
    vectors: overlaid(vectors, {
      search: async (space, query, filter, limit) =>
        vectors.search(space, query, await narrow(filter), limit),
    }),
    turnVectors: overlaid(turnVectors, {
      search: async (space, query, filter, limit) =>
        turnVectors.search(space, query, await narrow(filter), limit),
    }),
  };
}

interface Narrowing {
  readonly get: MemoryReader['get'];
  readonly shown: <T extends Owned>(all: readonly T[]) => T[];
  readonly narrow: (filter: MemoryFilter) => Promise<MemoryFilter>;
}

/** What is said in a conversation is as little shown as the conversation itself. */
function turnsOf({ memories, turns }: UnitOfWork, { get, shown, narrow }: Narrowing): UnitOfWork['turns'] {
  return overlaid(turns, {
    list: async (memory, page) => ((await get(memory)) ? turns.list(memory, page) : []),
    around: async (memory, first, reach, last) =>
      (await get(memory)) ? turns.around(memory, first, reach, last) : [],
    count: async (memory) => {
      await get(memory);
      return turns.count(memory);
    },
    countMany: async (ids) => turns.countMany(shown(await memories.getMany(ids)).map(({ id }) => id)),
    search: async (query, filter, limit) => turns.search(query, await narrow(filter), limit),
  });
}

/** What a memory of theirs said before is not told either. */
function historyOf(
  { history, memories }: UnitOfWork,
  checked: <T extends Owned | undefined>(found: T) => T,
): UnitOfWork['history'] {
  return overlaid(history, {
    find: async (id) => {
      const changes = await history.find(id);
      for (const { memoryId, before } of changes) checked(before ?? (await memories.get(memoryId)));
      return changes;
    },
  });
}

/** The filter without them; where it names no projects, all others that there are. */
async function narrowed(
  memories: MemoryReader,
  filter: MemoryFilter,
  isHidden: IsHidden,
): Promise<MemoryFilter> {
  const named =
    filter.projects ??
    (await memories.counts({ includeDeleted: true })).byProject.map(({ project }) => project);
  return { ...filter, projects: named.filter((project) => !isHidden(project)) };
}

/** The same object with some of its members replaced. */
function overlaid<T extends object>(target: T, own: Partial<T>): T {
  return new Proxy(target, {
    get(inner, name) {
      if (Object.hasOwn(own, name)) return own[name as keyof T];
      const value: unknown = Reflect.get(inner, name, inner);
      return typeof value === 'function' ? (value.bind(inner) as unknown) : value;
    },
  });
}

const refusal = (): MemoryBridgeError =>
  new MemoryBridgeError(
    'forbidden',
    'This belongs to a project in which memory is switched off, so it is neither shown nor changed. A person can switch it on: "memory-bridge project on" at a terminal.',
    { details: { reason: offReason } },
  );

import type { Memory } from '../../src/core/memory/memory.ts';
import type { MemoryFilter } from '../../src/store/ports/memoryFilter.ts';
import type { Store } from '../../src/store/ports/store.ts';
import type { VectorSpace } from '../../src/store/ports/vectorIndex.ts';
import { randomVector } from '../random/randomVector.ts';
import { sampleMemory } from '../memory/sampleMemory.ts';

export const dimensions = 48;
export const spaceName = { provider: 'test', model: 'random', dimensions };
const categories = ['decision', 'fact', 'blocker', 'event'] as const;
const statuses = ['active', 'candidate', 'resolved', 'archived'] as const;
export const projects = ['example.org/group/app', 'example.org/group/tool', null] as const;

export const anyOf = <T>(random: () => number, values: readonly T[]): T => {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new RangeError('Nothing to choose from');
  return value;
};

/** A memory with attributes drawn at random. */
export function anyMemory(random: () => number): Memory {
  const project = anyOf(random, projects);
  return sampleMemory({
    project,
    scope: project === null ? 'global' : anyOf(random, ['project', 'session'] as const),
    category: anyOf(random, categories),
    status: anyOf(random, statuses),
    session: random() < 0.2 ? anyOf(random, ['s1', 's2']) : null,
    tags: random() < 0.2 ? ['tagged', anyOf(random, ['a', 'b'])] : [],
  });
}

export function anyFilter(random: () => number, memories: readonly Memory[]): MemoryFilter {
  const some = <T>(values: readonly T[]) => values.filter(() => random() < 0.5);
  return {
    ...(random() < 0.4 && { projects: some(projects) }),
    ...(random() < 0.3 && { categories: some(categories) }),
    ...(random() < 0.3 && { statuses: some(statuses) }),
    ...(random() < 0.2 && { scope: anyOf(random, ['project', 'session', 'global'] as const) }),
    ...(random() < 0.2 && { session: 's1' }),
    ...(random() < 0.2 && { tag: anyOf(random, ['tagged', 'a']) }),
    ...(random() < 0.3 &&
      memories.length > 0 && { since: anyOf(random, memories).createdAt + anyOf(random, [-1, 0, 1]) }),
  };
}

/** Writes memories with their vectors in one unit; every third one has further passages. */
export function fill(
  store: Store,
  space: VectorSpace,
  memories: readonly Memory[],
  random: () => number,
): Promise<void> {
  return store.write(async (unit) => {
    for (const memory of memories) await unit.memories.insert(memory);
    await unit.vectors.put(
      space.id,
      memories.map(({ id }, index) => ({
        memoryId: id,
        vector: randomVector(random, space.dimensions),
        passages: Array.from({ length: index % 3 === 2 ? 1 + (index % 5) : 0 }, () =>
          randomVector(random, space.dimensions),
        ),
      })),
    );
  });
}

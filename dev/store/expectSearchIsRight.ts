import { expect } from 'vitest';
import type { ReadUnit } from '../../src/store/ports/readUnit.ts';
import type { VectorSpace } from '../../src/store/ports/vectorIndex.ts';
import { randomVector } from '../random/randomVector.ts';
import { anyFilter } from './vectorSamples.ts';

/** Searches must say what comparing all vectors in the file does, whatever the filter. Inside a unit, or of a store. */
export async function expectSearchIsRight(
  unit: ReadUnit,
  space: VectorSpace,
  random: () => number,
  rounds = 12,
): Promise<void> {
  const { memories: all } = await unit.memories.list({}, { limit: 100_000 });
  for (let round = 0; round < rounds; round += 1) {
    const query = randomVector(random, space.dimensions);
    const filter = round === 0 ? {} : anyFilter(random, all);
    const { memories } = await unit.memories.list(filter, { limit: 100_000 });
    const cosines = await unit.vectors.cosines(
      space.id,
      query,
      memories.map(({ id }) => id),
    );
    const best = [...cosines].sort((a, b) => b[1] - a[1]).slice(0, 10);
    const hits = await unit.vectors.search(space.id, query, filter, 10);
    expect(hits.map(({ memory, cosine }) => [memory.id, cosine])).toEqual(best);
  }
}

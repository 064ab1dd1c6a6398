// Writes memories and vectors into a data folder until it is killed: `program HOME SEED`. Bundled by the test.
import { openStore } from '../../src/store/sqlite/openStore.ts';
import { seededRandom } from '../random/seededRandom.mjs';
import { anyMemory, anyOf, fill, spaceName } from './vectorSamples.ts';

async function write(home: string, seed: number): Promise<void> {
  const random = seededRandom(seed);
  const store = await openStore({ home });
  const space = await store.write((unit) => unit.vectors.openSpace(spaceName, 1));
  console.log('ready');
  for (let round = 0; ; round += 1) {
    await fill(
      store,
      space,
      Array.from({ length: 80 }, () => anyMemory(random)),
      random,
    );
    await store.write(async (unit) => {
      const { memories } = await unit.memories.list({ includeDeleted: true }, { limit: 400 });
      for (const memory of memories.filter(() => random() < 0.1)) {
        const revision = memory.revision + 1;
        const kind = random();
        if (kind < 0.5) await unit.memories.update({ ...memory, status: 'archived', revision });
        else if (kind < 0.8)
          await unit.memories.update({
            ...memory,
            deletedAt: memory.deletedAt === null ? 1 : null,
            revision,
          });
        else await unit.memories.update({ ...memory, content: `Round ${round}`, revision });
      }
      if (random() < 0.1) await unit.memories.purge([anyOf(random, memories).id]);
    });
    await store.packVectors();
    console.log(`round ${round}`);
  }
}

void write(process.argv[2] ?? '', Number(process.argv[3]));

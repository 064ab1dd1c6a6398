import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { VectorSpace } from '../../../src/store/ports/vectorIndex.ts';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';
import { quantizeRow } from '../../../src/store/sqlite/vectors/quantize.ts';
import { vectorBytes } from '../../../src/store/sqlite/vectors/storedVector.ts';
import { isLongRun } from '../../../dev/longRun.ts';
import { seededRandom } from '../../../dev/random/seededRandom.mjs';
import { startProcess, stopAllProcesses } from '../../../dev/processes/processes.ts';
import { randomVector } from '../../../dev/random/randomVector.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { copyEngine } from '../../../dev/bundles/copyEngine.ts';
import { buildNodeProgram } from '../../../dev/bundles/nodeProgram.ts';
import { expectSearchIsRight } from '../../../dev/store/expectSearchIsRight.ts';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';
import { anyMemory, dimensions, fill, spaceName } from '../../../dev/store/vectorSamples.ts';

let bench: StoreBench;
let random: () => number;

beforeEach(async () => {
  bench = await StoreBench.create();
  random = seededRandom(23);
});
afterEach(() => bench[Symbol.asyncDispose]());

const openSpace = (store: SqliteStore): Promise<VectorSpace> =>
  store.write((unit) => unit.vectors.openSpace(spaceName, 1));

async function rowsIn(table: string): Promise<number> {
  const database = await openDatabase(bench.file);
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  const row = database.get(`SELECT count(*) AS count FROM ${table}`);
  database.close();
  return Number(row?.['count']);
}

describe('chunks in the file', () => {
  it('hold what was changed, and are made anew from the vectors where they are damaged', async () => {
    let store = await bench.open();
    const space = await openSpace(store);
    await fill(
      store,
      space,
      Array.from({ length: 2500 }, () => anyMemory(random)),
      random,
    );
    await store.packVectors();
    await store.close();
    expect(await rowsIn('vector_chunks')).toBe(3);
    expect(await rowsIn('vector_changes')).toBeLessThanOrEqual(256);
    await bench.tamper('UPDATE vector_chunks SET block = substr(block, 1, 13000) WHERE number = 1');
    store = await bench.open();
    await store.read((unit) => expectSearchIsRight(unit, space, random));
  });

  it('are not written for a few changes, nor in the foreground', async () => {
    const store = await bench.open();
    const space = await openSpace(store);
    await fill(
      store,
      space,
      Array.from({ length: 100 }, () => anyMemory(random)),
      random,
    );
    await store.read((unit) => expectSearchIsRight(unit, space, random));
    await store.packVectors();
    await fill(
      store,
      space,
      Array.from({ length: 900 }, () => anyMemory(random)),
      random,
    );
    await store.close();
    expect(await rowsIn('vector_chunks')).toBe(0);
    expect(await rowsIn('vector_changes')).toBe(1000);
  });
});

describe('a memory that is purged', () => {
  it('leaves no byte of its vector in the files', async () => {
    const store = await bench.open();
    const space = await openSpace(store);
    const others = Array.from({ length: 1200 }, () => anyMemory(random));
    await fill(store, space, others, random);
    const secret = sampleMemory();
    const vector = randomVector(random, dimensions);
    const passages = [randomVector(random, dimensions), randomVector(random, dimensions)];
    await store.write(async (unit) => {
      await unit.memories.insert(secret);
      await unit.vectors.put(space.id, [{ memoryId: secret.id, vector, passages }]);
    });
    await fill(
      store,
      space,
      Array.from({ length: 300 }, () => anyMemory(random)),
      random,
    );
    await store.packVectors();
    const codes = new Int8Array(dimensions);
    quantizeRow(vector, codes);
    const traces = [
      ...[vector, ...passages].map((each) => Buffer.from(vectorBytes(each))),
      Buffer.from(codes.buffer),
    ];
    const found = () =>
      traces.map((trace) =>
        [bench.file, `${bench.file}-wal`].some(
          (file) => existsSync(file) && readFileSync(file).includes(trace),
        ),
      );
    expect(found()).toEqual([true, true, true, true]);
    await store.write((unit) => unit.memories.purge([secret.id]));
    expect(found()).toEqual([false, false, false, false]);
    await store.read((unit) => expectSearchIsRight(unit, space, random));
    await store.packVectors();
    await store.close();
    expect(found()).toEqual([false, false, false, false]);
    const again = await bench.open();
    await again.read((unit) => expectSearchIsRight(unit, space, random));
  });
});

describe('a writer that is killed', () => {
  let temp: TempDirectory;
  let program: string;

  beforeAll(async () => {
    temp = await tempDirectory('vector-writer');
    program = await buildNodeProgram(temp.join('dist', 'writer.js'), { entry: 'dev/store/vectorWriter.ts' });
    await copyEngine(temp.join('dist'));
  });
  afterEach(stopAllProcesses);
  afterAll(() => temp.dispose());

  it('leaves vectors, changes and chunks that say the same', async () => {
    const kills = isLongRun ? 10 : 6;
    let packed = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      const writer = startProcess(process.execPath, [program, bench.home, String(kill)]);
      await writer.waitForOutput(new RegExp(`round ${Math.floor(random() * 5)}`));
      await wait(random() * 100);
      await writer.kill();
      expect(writer.stderr).toBe('');
      const store = await bench.open();
      expect(await store.checkIntegrity()).toBe('ok');
      const space = await openSpace(store);
      await store.read((unit) => expectSearchIsRight(unit, space, random, 6));
      await store.close();
      packed += Math.sign(await rowsIn('vector_chunks'));
    }
    expect(packed).toBeGreaterThan(kills / 4);
  });
});

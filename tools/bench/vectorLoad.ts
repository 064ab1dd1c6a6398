import path from 'node:path';
import { openStore } from '../../src/store/sqlite/openStore.ts';
import type { SqliteVectorRepository } from '../../src/store/sqlite/repositories/sqliteVectorRepository.ts';
import { rowsPerBlock } from '../../src/store/sqlite/vectors/blockLayout.ts';
import { openDatabase } from '../../src/sqlite/openDatabase.ts';
import { loadKernel } from '../../src/store/sqlite/vectors/loadKernel.ts';
import { CodeScan } from '../../src/store/sqlite/vectors/codeScan.ts';
import { randomVector } from '../../dev/random/randomVector.ts';
import { tempDirectory } from '../../dev/files/tempDirectory.ts';
import { seededRandom } from '../../dev/random/seededRandom.mjs';

/** Times in ms. */
export interface LoadFigures {
  readonly rows: number;
  readonly dimensions: number;
  /** From the first slice to the last, with nothing else to do in between. */
  readonly load: number;
  /** Processor time of it: what it would take on a machine that has nothing else to do. */
  readonly processor: number;
  readonly longestSlice: number;
  readonly slices: number;
  /** The file is in the page cache of the system, as after a restart of the server. */
  readonly fileMegabytes: number;
}

/** How long a server that was just started takes to have the index of a space. */
export async function measureLoad(rows: number, dimensions: number): Promise<LoadFigures> {
  await using temp = await tempDirectory('bench-load');
  const home = await temp.makeDirectory('home');
  const made = await openStore({ home });
  const { id } = await made.write((unit) =>
    unit.vectors.openSpace({ provider: 'bench', model: 'random', dimensions }, 0),
  );
  await made.close();
  const file = path.join(home, 'memory.db');
  await writeChunks(file, id, rows, dimensions);
  const store = await openStore({ home });
  const slices: number[] = [];
  let isDone = false;
  const started = performance.now();
  const used = process.cpuUsage();
  while (!isDone) {
    const began = performance.now();
    isDone = await store.read((unit) => (unit.vectors as SqliteVectorRepository).load(id));
    slices.push(performance.now() - began);
  }
  const load = performance.now() - started;
  const { user, system } = process.cpuUsage(used);
  const { databaseBytes } = await store.info();
  await store.close();
  return {
    rows,
    dimensions,
    load,
    processor: (user + system) / 1000,
    longestSlice: Math.max(...slices),
    slices: slices.length,
    fileMegabytes: databaseBytes / 1e6,
  };
}

/** What the background would have packed, without the memories that it would have packed it of. */
async function writeChunks(file: string, space: number, rows: number, dimensions: number): Promise<void> {
  const random = seededRandom(47, dimensions);
  const index = new CodeScan(await loadKernel(), dimensions);
  for (let row = 0; row < rowsPerBlock; row += 1)
    index.upsert(row, randomVector(random, dimensions), { group: 0, created: row });
  const block = Uint8Array.from(index.blockBytes(0) ?? []);
  const database = await openDatabase(file);
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  database.run(
    `INSERT INTO vector_groups (id, project, scope, category, status) VALUES (0, NULL, 'global', 'fact', 'active')`,
  );
  for (let number = 0; number < rows / rowsPerBlock; number += 1)
    database.run('INSERT INTO vector_chunks (space, number, block) VALUES (?, ?, ?)', space, number, block);
  database.close();
}

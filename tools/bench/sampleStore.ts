import { existsSync } from 'node:fs';
import { constants, copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Memory } from '../../src/core/memory/memory.ts';
import { deriveTitle } from '../../src/core/memory/memoryTitle.ts';
import { loadBuiltInEmbedder } from '../../src/embed/builtIn/loadBuiltInEmbedder.ts';
import { newestVersion } from '../../src/store/sqlite/migrate.ts';
import { corpusVersion, eachSampleMemory, type SampleMemory } from './corpus.ts';
import { plainMemory } from './plainMemory.ts';
import { ShippedRecall } from './shippedRecall.ts';

/** When the newest memory was made; one a minute before it. */
export const sampleNow = Date.UTC(2026, 9, 1);
const minute = 60_000;

export function sampleMemory(sample: SampleMemory, index: number, count: number): Memory {
  const createdAt = sampleNow - (count - index) * minute;
  return plainMemory({ ...sample, title: deriveTitle(sample.content), createdAt }, index);
}

function* memoriesOf(count: number): Generator<Memory> {
  let index = 0;
  for (const sample of eachSampleMemory(count)) yield sampleMemory(sample, index++, count);
}

/**
 * The folder of a store with so many generated memories as a server leaves it: each with its vector, and the index of
 * vectors packed. Made when it is not there yet; a million takes a quarter of an hour. Never open it: measure on a copy.
 */
async function sampleStore(root: string, count: number, log: (line: string) => void): Promise<string> {
  const cache = path.join(root, '.cache/bench');
  const embedder = loadBuiltInEmbedder();
  const target = path.join(cache, `store-${corpusVersion}-${newestVersion()}-${embedder.model}-${count}`);
  if (existsSync(target)) return target;
  log(`generating a store of ${count} memories in ${path.relative(root, target)}`);
  await mkdir(cache, { recursive: true });
  const building = await mkdtemp(path.join(cache, 'building-'));
  try {
    const store = await ShippedRecall.open(building, { now: sampleNow, embedder });
    await store.fill(memoriesOf(count));
    await store.store.packVectors();
    await store.close();
    await rename(building, target);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return target;
}

/** A data folder of its own with the generated store in it. */
export async function copySampleStore(
  root: string,
  count: number,
  home: string,
  log: (line: string) => void,
): Promise<void> {
  const from = await sampleStore(root, count, log);
  await mkdir(home, { recursive: true, mode: 0o700 });
  await copyFile(path.join(from, 'memory.db'), path.join(home, 'memory.db'), constants.COPYFILE_FICLONE);
}

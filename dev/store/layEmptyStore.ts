import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openStore } from '../../src/store/sqlite/openStore.ts';
import { builtOnce } from '../bundles/builtOnce.ts';

/** Nobody else has one that looks so, so that it can be found in the bytes of the file. */
const datasetId = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/;

let empty: Promise<string> | undefined;

/**
 * Puts the database there that the product makes in an empty folder, unless there is one. To make its schema takes ten times as long as to
 * open one, and hundreds of tests begin with it.
 */
export async function layEmptyStore(home: string): Promise<void> {
  const file = path.join(home, 'memory.db');
  if (existsSync(file)) return;
  const bytes = await (empty ??= makeEmptyStore());
  await mkdir(home, { recursive: true, mode: 0o700 });
  // Each is a set of its own.
  const own = bytes.replace(datasetId, randomUUID());
  await writeFile(file, own, { encoding: 'latin1', mode: 0o600, flag: 'wx' });
}

async function makeEmptyStore(): Promise<string> {
  const folder = await builtOnce('emptyStore', async (made) => (await openStore({ home: made })).close());
  return readFile(path.join(folder, 'memory.db'), 'latin1');
}

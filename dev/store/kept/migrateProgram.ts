import fs from 'node:fs';
import path from 'node:path';
import { openStore } from '../../../src/store/sqlite/openStore.ts';

/**
 * Opens a home, which migrates it, and is killed in the middle of its n-th write: half of it is in the file by then.
 * Without a number it ends by itself and prints the writes there were, those to copies of the database apart.
 */
const [home = '', kind = '', at = ''] = process.argv.slice(2);
const writes = { database: 0, copies: 0 };
const copies = new Set<number>();
const { openSync, writeSync } = fs;

fs.openSync = (name, ...rest) => {
  const descriptor = openSync(name, ...rest);
  if (String(name).includes(`${path.sep}backups${path.sep}`)) copies.add(descriptor);
  else copies.delete(descriptor);
  return descriptor;
};
fs.writeSync = ((descriptor: number, bytes: Uint8Array, offset: number, length: number, position: number) => {
  const own = copies.has(descriptor) ? 'copies' : 'database';
  writes[own] += 1;
  if (own === kind && writes[own] === Number(at)) {
    writeSync(descriptor, bytes, offset, length >> 1, position);
    process.kill(process.pid, 'SIGKILL');
  }
  return writeSync(descriptor, bytes, offset, length, position);
}) as typeof writeSync;

async function run(): Promise<void> {
  await (await openStore({ home })).close();
  console.log(JSON.stringify(writes));
}

void run();

import { copyFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { writeVectorKernel } from '../../tools/build/vectorKernel.mjs';

const require = createRequire(import.meta.url);

/** Puts SQLite and the kernel of the vector index beside a bundle, where it looks for them. */
export async function copyEngine(folder: string): Promise<void> {
  await copyFile(require.resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm'), path.join(folder, 'sqlite3.wasm'));
  await writeVectorKernel(folder);
}

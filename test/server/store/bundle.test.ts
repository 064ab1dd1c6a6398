import { copyFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildNodeProgram } from '../../../dev/bundles/nodeProgram.ts';
import { node24Binary } from '../../../dev/processes/node24.ts';
import { runProcess } from '../../../dev/processes/processes.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';

const require = createRequire(import.meta.url);

/** Writes, closes, opens again and reads, as one CommonJS file would in the product. */
const program = `
import { openStore } from '@src/store/sqlite/openStore.ts';
async function main() {
  const home = process.argv[2];
  let store = await openStore({ home });
  await store.write((unit) => unit.keyValues.set('a', 'b', 'kept', null, 0));
  await store.close();
  store = await openStore({ home });
  const value = await store.read((unit) => unit.keyValues.get('a', 'b', 0));
  console.log(JSON.stringify({ value, integrity: await store.checkIntegrity(), sqlite: (await store.info()).sqliteVersion }));
  await store.close();
}
void main();
`;

let temp: TempDirectory;

beforeAll(async () => {
  temp = await tempDirectory('bundle');
  await buildNodeProgram(temp.join('dist', 'program.js'), { contents: program });
  await copyFile(require.resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm'), temp.join('dist', 'sqlite3.wasm'));
});
afterAll(() => temp.dispose());

describe('the store in one file, with the WASM beside it', () => {
  it.each([
    ['the node that runs the tests', async () => process.execPath],
    // There are platforms without a package of it; continuous integration runs everything on 24 there.
    ['node 24', async () => (await node24Binary()) ?? process.execPath],
  ])('works on %s', async (name, binary) => {
    const home = temp.join(name.replaceAll(' ', '-'));
    const result = await runProcess(await binary(), [temp.join('dist', 'program.js'), home], {
      cwd: temp.path,
    });
    expect(result.stderr).toBe('');
    expect(JSON.parse(result.stdout)).toEqual({ value: 'kept', integrity: 'ok', sqlite: '3.54.1' });
  });
});

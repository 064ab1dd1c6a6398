import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { ImportBench } from '../../../dev/transfer/importBench.ts';
import { describeImport, fieldLines } from '../../../src/cli/commands/transfer/describeImport.ts';

let temp: TempDirectory;
let imports: ImportBench;
beforeAll(async () => {
  temp = await tempDirectory('mem0-folder');
});
afterAll(() => temp.dispose());
beforeEach(async () => {
  imports = await ImportBench.open(temp.path);
});
afterEach(() => imports.operations.close());

const idOf = (number: number): string => `1a2b3c4d-0000-4000-8000-${String(number).padStart(12, '0')}`;
const lines = (...numbers: readonly number[]): string =>
  numbers.map((each) => `${JSON.stringify({ id: idOf(each), memory: `Tide ${each} is high` })}\n`).join('');

/** Two months of one person, another person, and what is none. */
function exportsIn(folder: string): void {
  mkdirSync(path.join(folder, 'ben'));
  writeFileSync(path.join(folder, 'june.jsonl.gz'), gzipSync(lines(1, 2)));
  writeFileSync(path.join(folder, 'july.jsonl.gz'), gzipSync(lines(1, 2, 3)));
  writeFileSync(path.join(folder, 'ben/memories.json'), `[${lines(4).trim()}]`);
  writeFileSync(path.join(folder, 'broken.jsonl.gz'), gzipSync(lines(5)).subarray(0, 15));
}

it('a folder of exports is imported as a whole, each memory once, and a second time adds nothing', async () => {
  exportsIn(imports.workspace);
  const result = await imports.imported({ path: imports.workspace });
  expect(result.report.fates).toEqual({ added: 4 });
  const said = [...describeImport(result), ...fieldLines(result)].join('\n');
  for (const name of ['june.jsonl.gz', 'july.jsonl.gz', 'ben/memories.json', 'broken.jsonl.gz'])
    expect(said).toContain(name);
  expect(said).toContain('Not taken: broken.jsonl.gz: damaged, or no export of Mem0 (1)');
  expect(said).toContain('Not taken: june.jsonl.gz: memories that another file has as well');
  expect((await imports.memories()).map(({ content }) => content).toSorted()).toEqual(
    [1, 2, 3, 4].map((each) => `Tide ${each} is high`),
  );
  expect((await imports.imported({ path: imports.workspace })).report.fates).toEqual({ known: 4 });
  const alone = path.join(imports.workspace, 'june.jsonl.gz');
  expect((await imports.imported({ path: alone })).report.fates).toEqual({ known: 2 });
});

it('numbers of two people do not stand for each other, the second time either', async () => {
  for (const name of ['anna', 'ben'])
    writeFileSync(
      path.join(imports.workspace, `${name}.json`),
      JSON.stringify([{ id: 1, memory: `The first of ${name}` }]),
    );
  expect((await imports.imported({ path: imports.workspace })).report.fates).toEqual({ added: 2 });
  expect((await imports.imported({ path: imports.workspace })).report.fates).toEqual({ known: 2 });
});

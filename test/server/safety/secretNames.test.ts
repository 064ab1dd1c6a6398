import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type OperationsBench, refusal } from '../../../dev/operations/operationsBench.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { ImportBench } from '../../../dev/transfer/importBench.ts';
import type { DocumentResult } from '../../../src/protocol/documentResult.ts';
import { bootstrapMemoryOperation } from '../../../src/protocol/operations/documents/bootstrapMemory.ts';
import { ingestFileOperation } from '../../../src/protocol/operations/documents/ingestFile.ts';
import { importMemoriesOperation } from '../../../src/protocol/operations/transfer/importMemories.ts';

const token = ['ghp_', 'x7Kq2mVb9Tz4Rw8Yp1Ls6Nd3Hc5Jf0Ga2E1b'].join('');

let temp: TempDirectory;
let imports: ImportBench;
let bench: OperationsBench;
beforeAll(async () => {
  temp = await tempDirectory('secret-names');
});
afterAll(() => temp.dispose());
beforeEach(async () => {
  imports = await ImportBench.open(temp.path);
  bench = imports.operations;
});
afterEach(() => bench.close());

const bytes = (): string =>
  readdirSync(bench.home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
    .join('');
const ingested = async (given: string): Promise<DocumentResult> =>
  (await bench.ended(await bench.call(ingestFileOperation, { path: given }))).result as DocumentResult;

describe('the name of a file or folder with a secret in it', () => {
  it.each([
    ['import_memories', importMemoriesOperation, `${token}.json`],
    ['ingest_file', ingestFileOperation, `${token}.md`],
    ['bootstrap_memory', bootstrapMemoryOperation, token],
  ] as const)(
    'is refused by %s, which would write it down, and is read when it is renamed',
    async (_, definition, name) => {
      const place = path.join(imports.workspace, name);
      if (name === token) mkdirSync(place);
      else writeFileSync(place, '[{"id":"a","memory":"Text","user_id":"anna"}]');
      const refused = await refusal(bench.call(definition, { path: place }));
      expect(refused).toMatchObject({ code: 'invalid_input', details: { reason: 'secret_name' } });
      expect(refused.message).toContain('Rename the file or folder first');
      expect(JSON.stringify(refused)).not.toContain(token);
      // The folder of a project keeps its path.
      expect(bytes().includes(token)).toBe(name === token);
      renameSync(place, place.replace(token, 'renamed'));
      await bench.ended(await bench.call(definition, { path: place.replace(token, 'renamed') }));
      expect(bytes()).toContain('renamed');
    },
  );

  it('is no reason to leave a document of a folder out, nor to double it', async () => {
    const folder = path.join(imports.workspace, 'notes');
    mkdirSync(folder);
    for (const name of ['a', token, `${token}-b`])
      writeFileSync(
        path.join(folder, `${name}.md`),
        `# Of ${name.length}\n\nWe decided to keep it for number ${name.length}.\n`,
      );
    expect(await ingested(folder)).toMatchObject({ files: 3, created: 3 });
    expect(await ingested(folder)).toMatchObject({ files: 3, created: 0, unchanged: 3, archived: 0 });
    writeFileSync(path.join(folder, `${token}.md`), '# Of 40\n\nWe decided to keep it no longer.\n');
    expect(await ingested(folder)).toMatchObject({ created: 0, updated: 1 });
    renameSync(path.join(folder, `${token}.md`), path.join(folder, 'gone.txt'));
    expect(await ingested(folder)).toMatchObject({ archived: 1 });
    expect(bytes()).not.toContain(token.slice(4));
    expect((await imports.memories()).length).toBe(3);
  });
});

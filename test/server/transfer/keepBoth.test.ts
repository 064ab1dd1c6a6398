import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OperationsBench } from '../../../dev/operations/operationsBench.ts';
import { person } from '../../../dev/operations/operationsBench.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { ImportBench } from '../../../dev/transfer/importBench.ts';
import { incomingMemory, ListedImporter } from '../../../dev/transfer/listedImporter.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { markdownHead, markdownOf } from '../../../src/transfer/own/exportMarkdown.ts';

let temp: TempDirectory;
let imports: ImportBench;
let bench: OperationsBench;
let workspace: string;
let peer: ListedImporter;

let count = 0;
beforeAll(async () => {
  temp = await tempDirectory('keep-both');
  peer = new ListedImporter();
});
afterAll(async () => {
  peer[Symbol.dispose]();
  await temp.dispose();
});
beforeEach(async () => {
  imports = await ImportBench.open(temp.path);
  ({ operations: bench, workspace } = imports);
  peer.items = [];
});
afterEach(() => bench.close());

const imported: ImportBench['imported'] = (...call) => imports.imported(...call);
const peerFile: ImportBench['listedFile'] = (...name) => imports.listedFile(...name);
const all = (): Promise<Memory[]> => imports.memories();
const ownFile: ImportBench['ownFile'] = (...of) => imports.ownFile(...of);
const uuid = (at: number): string => `019b0000-0000-7000-8000-${at.toString(16).padStart(12, '0')}`;

const listed = (): string => {
  peer.items = [
    incomingMemory('1', { content: 'The tide is high' }),
    incomingMemory('2', { content: 'The tide is low' }),
  ];
  return peerFile();
};
const markdownFile = (): string => {
  const file = path.join(workspace, `own-${(count += 1)}.md`);
  const texts = [51, 52].map((at) => {
    const memory = makeMemory({ id: uuid(at), content: `The tide is at ${at}` });
    return markdownOf({ memory, origins: [], history: [], turns: [] });
  });
  writeFileSync(file, markdownHead({}) + texts.join(''));
  return file;
};
const unread = ({ id, content, revision }: Memory): object => ({ id, content, revision });

describe('an import that keeps both', () => {
  it.each([
    ['another system', () => listed()],
    [
      'an export',
      () =>
        ownFile([
          makeMemory({ id: uuid(31), content: 'The tide is high' }),
          makeMemory({ id: uuid(32), content: 'The tide is low' }),
        ]),
    ],
    [
      'an export of what was changed here since',
      () => ownFile([makeMemory({ id: uuid(41), content: 'The tide was high' })]),
    ],
    ['an export as Markdown', () => markdownFile()],
  ] as const)(
    'of %s has what others say twice, and nothing of itself, from the same file and from a copy',
    async (_what, make) => {
      await bench.remember('The tide is high');
      if (_what.includes('changed'))
        await imported({ path: ownFile([makeMemory({ id: uuid(41), content: 'Mine by now' })]) });
      const file = make();
      const both = { duplicates: 'keep-both' } as const;
      const first = (await imported({ path: file, ...both }, { actor: person })).report.fates;
      expect(first).toEqual({ added: expect.any(Number) });
      const before = await all();
      const copy = path.join(workspace, `copy-${path.basename(file)}`);
      copyFileSync(file, copy);
      for (const again of [file, copy, file]) {
        const { report } = await imported({ path: again, ...both }, { actor: person });
        expect(report.fates).toEqual({ known: first['added'] });
      }
      expect((await all()).map(unread)).toEqual(before.map(unread));
    },
  );
});

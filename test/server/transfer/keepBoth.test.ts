import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { person } from '../../../dev/operations/operationsBench.ts';
import { ImportCases } from '../../../dev/transfer/importCases.ts';
import { incomingMemory } from '../../../dev/transfer/listedImporter.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { markdownHead, markdownOf } from '../../../src/transfer/own/exportMarkdown.ts';

const cases = ImportCases.inFile('keep-both');
const { imported, peerFile, ownFile, all } = cases;
let count = 0;
const uuid = (at: number): string => `019b0000-0000-7000-8000-${at.toString(16).padStart(12, '0')}`;

const listed = (): string => {
  cases.peer.items = [
    incomingMemory('1', { content: 'The tide is high' }),
    incomingMemory('2', { content: 'The tide is low' }),
  ];
  return peerFile();
};
const markdownFile = (): string => {
  const file = path.join(cases.workspace, `own-${(count += 1)}.md`);
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
      await cases.bench.remember('The tide is high');
      if (_what.includes('changed'))
        await imported({ path: ownFile([makeMemory({ id: uuid(41), content: 'Mine by now' })]) });
      const file = make();
      const both = { duplicates: 'keep-both' } as const;
      const first = (await imported({ path: file, ...both }, { actor: person })).report.fates;
      expect(first).toEqual({ added: expect.any(Number) });
      const before = await all();
      const copy = path.join(cases.workspace, `copy-${path.basename(file)}`);
      copyFileSync(file, copy);
      for (const again of [file, copy, file]) {
        const { report } = await imported({ path: again, ...both }, { actor: person });
        expect(report.fates).toEqual({ known: first['added'] });
      }
      expect((await all()).map(unread)).toEqual(before.map(unread));
    },
  );
});

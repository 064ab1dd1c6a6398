import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TempDirectory, tempDirectory } from '../../../../dev/files/tempDirectory.ts';
import { makeMemory } from '../../../../dev/memory/makeMemory.ts';
import { exportedMemory } from '../../../../src/transfer/own/exportFormat.ts';
import { markdownHead, markdownOf } from '../../../../src/transfer/own/exportMarkdown.ts';
import { ownJsonImporter, ownMarkdownImporter } from '../../../../src/transfer/own/ownReaders.ts';

let temp: TempDirectory;
beforeEach(async () => {
  temp = await tempDirectory('own-readers');
});
afterEach(() => temp.dispose());

const uuid = (at: number): string => `019b0000-0000-7000-8000-${at.toString(16).padStart(12, '0')}`;
const wholes = [1, 2, 3].map((at) => ({
  memory: makeMemory({ id: uuid(at), title: `Said ${at}` }),
  origins: [],
  history: [],
  turns: [],
}));
const json = JSON.stringify({ format: 'memory-bridge', version: 1, memories: wholes.map(exportedMemory) });
const markdown = markdownHead({}) + wholes.map(markdownOf).join('');

describe.each([
  ['JSON', ownJsonImporter, 'all.json', json],
  ['Markdown', ownMarkdownImporter, 'all.md', markdown],
] as const)('an export as %s that is read on', (_, importer, name, text) => {
  const refsBehind = async (after: string | undefined): Promise<string[]> => {
    const path = await temp.write(name, text);
    const reader = await importer.open({ path, isFolder: false });
    const refs: string[] = [];
    for await (const { ref } of reader.items(after)) refs.push(ref);
    expect(reader.fields().map(({ count }) => count)).toEqual([3]);
    return refs;
  };

  it('goes on behind the last entry, and from the beginning where somebody has replaced the file', async () => {
    const all = await refsBehind(undefined);
    expect(all).toHaveLength(3);
    expect(await refsBehind(all[1])).toEqual(all.slice(2));
    expect(await refsBehind('700:another')).toEqual(all);
  });
});

import { open, readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { ExportFile } from '../../../src/transfer/exportFile.ts';

let temp: TempDirectory;
beforeEach(async () => {
  temp = await tempDirectory('export-file');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await temp.dispose();
});

describe('a file of an export', () => {
  it('is whole although the disk takes a few bytes at a time', async () => {
    const some = await open(temp.join('some'), 'w');
    const handles = Object.getPrototypeOf(some) as Record<
      'write',
      (...values: unknown[]) => Promise<unknown>
    >;
    await some.close();
    const { write } = handles;
    const writing = vi.spyOn(handles, 'write').mockImplementation(function (
      this: unknown,
      bytes,
      at,
      length,
      position,
    ) {
      return write.call(this, bytes, at, Math.min(Number(length), 7), position);
    });
    const file = new ExportFile(temp.join('memories.json'), 'mark');
    await file.open(0);
    await file.write('The first of all entries: Größe 漢字\n');
    await file.write('The last one\n');
    await file.publish({ isReplaced: false });
    expect(writing.mock.calls.length).toBeGreaterThan(6);
    expect(await readFile(file.target, 'utf8')).toBe('The first of all entries: Größe 漢字\nThe last one\n');
    expect(file.bytes).toBe(Buffer.byteLength(await readFile(file.target, 'utf8')));
  });
});

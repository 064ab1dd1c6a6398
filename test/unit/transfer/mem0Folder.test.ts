import { symlinkSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { mem0Importer } from '../../../src/transfer/mem0/mem0Importer.ts';
import { fieldsOf, memoriesIn, readAll, readSource } from './readSource.ts';
import { zipOf } from './zipOf.ts';

let temp: TempDirectory;
beforeEach(async () => {
  temp = await tempDirectory('mem0-folder');
});
afterEach(() => temp.dispose());

const idOf = (number: number): string => `1a2b3c4d-0000-4000-8000-${String(number).padStart(12, '0')}`;
const record = (number: number, more: object = {}): object => ({
  id: idOf(number),
  memory: `Memory ${number}`,
  created_at: '2026-01-01T00:00:00Z',
  ...more,
});
const lines = (...records: readonly object[]): string =>
  records.map((each) => `${JSON.stringify(each)}\n`).join('');
const folder = async (files: Readonly<Record<string, string | Buffer>>): Promise<string> => {
  for (const [name, content] of Object.entries(files)) await temp.write(name, content);
  return temp.path;
};
const read = async (files: Readonly<Record<string, string | Buffer>>) =>
  readSource(mem0Importer, await folder(files));
const reasonsIn = (items: Awaited<ReturnType<typeof readAll>>): string[] =>
  items.flatMap((item) => (item.kind === 'left' ? [item.reason] : []));

describe('a folder of exports of Mem0', () => {
  it('is read export by export, in whatever form each of them is, and names them', async () => {
    const { items, reader } = await read({
      'anna/memories.json': JSON.stringify({ results: [record(1), record(2)] }),
      'anna/memories.jsonl.gz': gzipSync(lines(record(1), record(2))),
      'ben.jsonl.gz': gzipSync(lines(record(3), record(4))),
      'carol.zip': zipOf({ 'memories.json': JSON.stringify([record(5)]) }),
      'june.json': JSON.stringify(record(6)),
    });
    expect(memoriesIn(items).map(({ ref }) => ref)).toEqual([3, 4, 5, 6, 1, 2].map(idOf));
    expect(reader.form).toBe('4 exports: ben.jsonl.gz, carol.zip, june.json, anna/memories.json');
    expect(reader.place).toBe('mem0');
    expect(reasonsIn(items)).toEqual([]);
    expect([...fieldsOf(reader, 'files')]).toEqual([
      'ben.jsonl.gz',
      'carol.zip',
      'june.json',
      'anna/memories.json',
    ]);
    expect([...fieldsOf(reader, 'anna/memories.jsonl.gz')]).toEqual(['*']);
  });

  it('gives a memory of several of them once, as it was last changed, in whichever order they stand', async () => {
    const later = record(1, { memory: 'Later', updated_at: '2026-03-01T00:00:00Z' });
    for (const [first, second] of [
      [record(1), later],
      [later, record(1)],
    ] as const) {
      const { items } = await read({
        'a.jsonl': lines(first, record(2)),
        'b.jsonl': lines(second, record(2), record(3)),
      });
      expect(
        memoriesIn(items)
          .map(({ ref, content }) => `${ref} ${content}`)
          .toSorted(),
      ).toEqual([`${idOf(1)} Later`, `${idOf(2)} Memory 2`, `${idOf(3)} Memory 3`]);
      expect(new Set(reasonsIn(items).map((reason) => reason.slice('a.jsonl: '.length)))).toEqual(
        new Set(['memories that another file has as well, as new or newer']),
      );
      expect(items).toHaveLength(5);
    }
  });

  it('keeps apart what has the same number in two of them', async () => {
    const { items, reader } = await read({
      'anna.json': JSON.stringify([
        { id: 1, memory: 'Of Anna' },
        { id: 2, memory: 'Hers alone' },
      ]),
      'ben.json': JSON.stringify([{ id: 1, memory: 'Of Ben' }]),
    });
    expect(memoriesIn(items).map(({ ref, otherRefs, content }) => [ref, otherRefs, content])).toEqual([
      ['anna.json#1', [], 'Of Anna'],
      ['anna.json#2', ['2'], 'Hers alone'],
      ['ben.json#1', [], 'Of Ben'],
    ]);
    expect(reader.place).toBe(temp.path);
  });

  it('is read twice alike, and on from each entry', async () => {
    const { items, reader } = await read({
      'a.jsonl': lines(record(1), record(2), { odd: true }),
      'b.json': JSON.stringify([record(2), record(3), { id: 4, memory: 'Four' }]),
      'c.json': 'no JSON',
      'd.json': JSON.stringify([{ id: 4, memory: 'Another four' }]),
    });
    expect(new Set(items.map(({ ref }) => ref)).size).toBe(items.length);
    expect(await readAll(reader)).toEqual(items);
    for (const [at, { ref }] of items.entries())
      expect(await readAll(reader, ref)).toEqual(items.slice(at + 1));
  });

  it('says which of them is broken, gives what stands before that, and reads the others', async () => {
    const many = lines(...Array.from({ length: 200 }, (_, at) => record(at + 100)));
    const { items, reader } = await read({
      'a.json': JSON.stringify([record(1), record(2)]).slice(0, -20),
      'b.jsonl.gz': gzipSync(many, { level: 0 }).subarray(0, 9_000),
      'c.jsonl.gz': Buffer.from([0x1f, 0x8b, 1, 2, 3]),
      'd.zip': 'PK\u0003\u0004nothing',
      'e.json': '{"a": ',
      'f.json': JSON.stringify([record(9)]),
      'notes.txt': 'text',
    });
    const refs = memoriesIn(items).map(({ ref }) => ref);
    expect(refs).toEqual(expect.arrayContaining([1, 9, 100].map(idOf)));
    expect(refs).not.toContain(idOf(299));
    expect(reasonsIn(items)).toEqual([
      'c.jsonl.gz: damaged, or no export of Mem0',
      'd.zip: damaged, or no export of Mem0',
      'e.json: damaged, or no export of Mem0',
      'files that are no exports',
      expect.stringMatching(/^a\.json: what stands behind a damage: /),
      expect.stringMatching(/^b\.jsonl\.gz: (?:line \d+|what stands behind a damage)/),
    ]);
    expect([...fieldsOf(reader, 'files')]).toEqual(
      expect.arrayContaining(['c.jsonl.gz', 'd.zip', 'e.json', '.txt', 'a.json', 'f.json']),
    );
  });

  it('reads the second list of one person where the first is broken', async () => {
    const { items } = await read({
      'memories.json': '{',
      'memories.jsonl.gz': gzipSync(lines(record(1), record(2))),
    });
    expect(memoriesIn(items).map(({ ref }) => ref)).toEqual([1, 2].map(idOf));
    expect(reasonsIn(items)).toEqual(['memories.json: damaged, or no export of Mem0']);
  });

  it('names the first of many files that are none, and counts the others', async () => {
    const { items, reader } = await read({
      ...Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`x${at}.json`, '{}'])),
      'a.json': JSON.stringify([record(1)]),
    });
    expect(new Set(reasonsIn(items)).size).toBe(21);
    expect(reader.fields().filter(({ field }) => field === 'more files')).toMatchObject([{ count: 40 }]);
  });

  it('is none where no file is one, where another store lies in it, and where one lies too deep', async () => {
    const isOne = (place = temp.path) => mem0Importer.recognises({ path: place, isFolder: true });
    await temp.write('package.json', '{"name":"x"}');
    await temp.write('a/b/c.json', JSON.stringify([record(1)]));
    await temp.write('.hidden/c.json', JSON.stringify([record(1)]));
    await temp.write('node_modules/c.json', JSON.stringify([record(1)]));
    symlinkSync(temp.join('a/b/c.json'), temp.join('link.json'));
    expect(await isOne()).toBe(false);
    await expect(mem0Importer.open({ path: temp.path, isFolder: true })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect(await isOne(temp.join('a'))).toBe(true);
    await temp.write('a/b/memory.jsonl', '');
    expect(await isOne(temp.join('a/b'))).toBe(false);
  });
});

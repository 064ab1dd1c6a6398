import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');

/** Where rows are written: the room that decides what becomes of memories, and the adapter that does as it is told. */
const writers = ['src/memories/', 'src/store/'];

/** A call that changes a memory or its history: `memories.insert(`, `unit.memories.update(`, `history.append(`. */
const write = /\b(memories|history)\s*\??\.\s*(insert|update|purge|purgeVersions|append|markUndone)\s*\(/g;
/** One that is taken out of its repository first: `const { insert } = unit.memories`. */
const taken =
  /\{[^{}]*\b(?:insert|update|purge|purgeVersions|append|markUndone)\b[^{}]*\}\s*=\s*[\w.]*\b(?:memories|history)\b/g;
/** The repository under another name: `const rows = unit.memories;`. */
const renamed = /\b(?:const|let)\s+(\w+)(?:\s*:\s*[\w<>]+)?\s*=\s*[\w.]+\.(?:memories|history)\s*;/g;

/** Every write of a memory outside the rooms that may, as sentences. */
function breaches(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([name, text]) => {
    if (writers.some((room) => name.startsWith(room))) return [];
    const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
    const found = [...code.matchAll(write), ...code.matchAll(taken)].map(([call]) => `${name}: ${call}`);
    for (const { 1: alias = '' } of code.matchAll(renamed))
      if (
        new RegExp(
          `\\b${alias}\\s*\\??\\.\\s*(?:insert|update|purge|purgeVersions|append|markUndone)\\s*\\(`,
        ).test(code)
      )
        found.push(`${name}: ${alias} is written to`);
    return found;
  });
}

const sources = new Map(
  readdirSync(path.join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => [path.relative(root, file).split(path.sep).join('/'), readFileSync(file, 'utf8')]),
);

describe('the room of memories', () => {
  it('is the only one that writes memories and their history', () => {
    expect(breaches(sources)).toEqual([]);
  });

  it('writes them in one place', () => {
    const inRoom = new Map([...sources].filter(([name]) => name.startsWith('src/memories/')));
    const writing = [...inRoom].filter(([, text]) => /\.(?:insert|update|append)\s*\(/.test(text));
    expect(writing.map(([name]) => name)).toEqual(['src/memories/memoryChanges.ts']);
  });

  it.each([
    ['an operation', 'src/operations/a.ts', 'await unit.memories.insert(memory);'],
    ['upkeep', 'src/upkeep/a.ts', 'await unit.memories\n  .update({ ...memory });'],
    ['history beside it', 'src/upkeep/a.ts', 'await history.append(change);'],
    ['a function that was taken out', 'src/intake/a.ts', 'const { get, insert } = unit.memories;'],
    ['a repository by another name', 'src/intake/a.ts', 'const rows = unit.memories;\nawait rows.update(a);'],
    ['a purge of the rows alone', 'src/operations/a.ts', 'await unit.memories.purge(ids);'],
    ['an undo by hand', 'src/server/a.ts', 'await unit.history.markUndone(ids, id);'],
  ])('would be told of %s that does', (_, name, text) => {
    expect(breaches(new Map([[name, text]]))).toHaveLength(1);
    expect(breaches(new Map([[name.replace(/src\/\w+/, 'src/memories'), text]]))).toEqual([]);
  });

  it('lets others read, and write what is no memory', () => {
    const text = `const found = await unit.memories.get(id);
      // memories.insert(memory) is for others
      await unit.captures.addCommit(project, entry); const map = new Map(); map.update(memories);`;
    expect(breaches(new Map([['src/intake/a.ts', text]]))).toEqual([]);
  });
});

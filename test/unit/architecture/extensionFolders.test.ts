import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const extension = path.resolve(import.meta.dirname, '../../../src/extension');
/** By path within the extension, with slashes. */
const files = new Map(
  readdirSync(extension, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name))
    .map((file) => [path.relative(extension, file).split(path.sep).join('/'), readFileSync(file, 'utf8')]),
);
const folderOf = (file: string): string => (file.includes('/') ? (file.split('/', 1)[0] ?? '') : '');
const folders = [...new Set([...files.keys()].map(folderOf))].filter(
  (name) => name !== '' && name !== 'shared',
);

/** Imports that lead from one feature into another, or from what is shared into a feature. */
function breaches(texts: ReadonlyMap<string, string>): string[] {
  return [...texts].flatMap(([file, text]) =>
    [...text.matchAll(/(?:\bfrom\s+|\bimport\s+|\bimport\(\s*)['"](\.[^'"]+)['"]/g)]
      .map(([, specifier = '']) => path.posix.join(path.posix.dirname(file), specifier))
      .filter((target) => !target.startsWith('..'))
      .filter((target) => folderOf(file) !== '' && folderOf(target) !== folderOf(file))
      .filter((target) => folderOf(target) !== 'shared')
      .map((target) => `${file} imports ${target}`),
  );
}

describe('folders of the extension', () => {
  it('import what is shared, and none of each other', () => {
    expect(folders.length).toBeGreaterThan(8);
    expect(breaches(files)).toEqual([]);
  });

  it('are checked by something that can fail', () => {
    const bad = new Map([
      ['inbox/bad.ts', "import { MemoriesView } from '../memories/memoriesView.ts';"],
      ['memories/documents/bad.ts', "import type { X } from '../../status/statusReport.ts';"],
      ['status/bad.ts', "const late = await import('../capture/reflog.ts');\nimport '../compose.ts';"],
      ['shared/trees/bad.ts', "export { x } from '../../loops/loopsView.ts';"],
    ]);
    expect(breaches(bad)).toHaveLength(5);
    const good = new Map([
      [
        'inbox/good.ts',
        "import { a } from './a.ts';\nimport { b } from '../shared/b.ts';\nimport '../../core/c.ts';",
      ],
      ['compose.ts', "export { composeInbox } from './inbox/composeInbox.ts';"],
    ]);
    expect(breaches(good)).toEqual([]);
  });

  it('stand in the list one line each', () => {
    const list = (files.get('compose.ts') ?? '').split('\n').filter((line) => line.startsWith('export'));
    const line = (folder: string) => {
      const name = `compose${folder.charAt(0).toUpperCase()}${folder.slice(1)}`;
      return `export { ${name} } from './${folder}/${name}.ts';`;
    };
    expect(list.toSorted()).toEqual(folders.map(line).toSorted());
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const extension = path.resolve(import.meta.dirname, '../../../src/extension');
const files = readdirSync(extension, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => path.relative(extension, path.join(parentPath, name)).split(path.sep));
const folders = [...new Set(files.filter(({ length }) => length > 1).map(([folder = '']) => folder))];

describe('folders of the extension', () => {
  it('stand in the list of features, one line each', () => {
    const line = (folder: string) => {
      const name = `compose${folder.charAt(0).toUpperCase()}${folder.slice(1)}`;
      return `export { ${name} } from './${folder}/${name}.ts';`;
    };
    const features = folders.filter((folder) => folder !== 'shared');
    expect(features.length).toBeGreaterThan(8);
    const list = readFileSync(path.join(extension, 'compose.ts'), 'utf8').split('\n');
    expect(list.filter((each) => each !== '' && !each.startsWith('//')).toSorted()).toEqual(
      features.map(line).toSorted(),
    );
  });
});

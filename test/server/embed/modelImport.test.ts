import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { filesAt, importModel } from '../../../src/embed/download/importModel.ts';
import { ModelFolder } from '../../../src/embed/download/modelFolder.ts';
import type { ModelManifest } from '../../../src/protocol/embedderSettings.ts';
import { generateModel } from '../../../dev/embedding/onnx/generatedModel.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';

const model = generateModel('tests/imported');
const { weights, tokenizer } = model.manifest;

let temp: TempDirectory;
let models: string;
let count = 0;

beforeAll(async () => {
  temp = await tempDirectory('import');
});
beforeEach(() => {
  models = temp.join(`models-${++count}`);
});
afterAll(() => temp.dispose());

const content = (file: string) => model.files.get(file) ?? Buffer.alloc(0);
const stick = async (files: Record<string, Buffer>) => {
  const folder = temp.join(`stick-${count}`);
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), bytes);
  }
  return folder;
};

const taken = async (manifest: ModelManifest, source: string) =>
  (await importModel(models, manifest, await filesAt([source]))).missing;

describe('the import of a model', () => {
  it('knows the files by their content, wherever they lie', async () => {
    const source = await stick({
      'cache/snapshots/abc/blob-1': content(weights.path),
      'cache/other/tok.json': content(tokenizer.path),
      'README.md': Buffer.from('hello'),
    });
    expect(await taken(model.manifest, source)).toEqual([]);
    expect(await new ModelFolder(models, model.manifest).missing()).toEqual([]);
  });

  it('takes one file at a time, and says what is still missing', async () => {
    const source = await stick({ 'weights.bin': content(weights.path), tok: content(tokenizer.path) });
    expect(await taken(model.manifest, path.join(source, 'weights.bin'))).toEqual([tokenizer]);
    expect(await taken(model.manifest, path.join(source, 'tok'))).toEqual([]);
    // Once more changes nothing and is no error.
    expect(await taken(model.manifest, source)).toEqual([]);
  });

  it('takes nothing that is not genuine', async () => {
    const changed = Buffer.from(content(weights.path));
    changed[100] = (changed[100] ?? 0) ^ 1;
    const source = await stick({ 'model_quantized.onnx': changed });
    await expect(taken(model.manifest, source)).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringMatching(
        /No file of tests\/imported was found.*model_quantized\.onnx \(\d+ bytes\)/,
      ),
    });
    await expect(taken(model.manifest, temp.join('nowhere'))).rejects.toMatchObject({
      message: expect.stringContaining('There is nothing at'),
    });
  });

  it('is undone by removing the model', async () => {
    const source = await stick({ a: content(weights.path), b: content(tokenizer.path) });
    await cp(source, temp.join('copy'), { recursive: true });
    await taken(model.manifest, source);
    const folder = new ModelFolder(models, model.manifest);
    expect(await folder.remove()).toBe(weights.bytes + tokenizer.bytes);
    expect(await folder.missing()).toHaveLength(2);
    expect(await folder.remove()).toBe(0);
  });
});

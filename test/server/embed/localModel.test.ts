import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MemoryBridgeError } from '../../../src/core/errors.ts';
import { ModelFolder } from '../../../src/embed/download/modelFolder.ts';
import { LocalModelEmbedder, type LocalModelOptions } from '../../../src/embed/onnx/localModelEmbedder.ts';
import { OnnxModel } from '../../../src/embed/onnx/onnxModel.ts';
import type { RuntimeFiles } from '../../../src/embed/onnx/runtimeFiles.ts';
import { node24Binary } from '../../../dev/processes/node24.ts';
import { buildNodeProgram } from '../../../dev/bundles/nodeProgram.ts';
import { buildRuntime } from '../../../dev/embedding/onnx/buildRuntime.ts';
import { type GeneratedModel, generateModel } from '../../../dev/embedding/onnx/generatedModel.ts';
import { wordPieceTokenizer } from '../../../dev/embedding/onnx/wordPiece.ts';
import { runProcess } from '../../../dev/processes/processes.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { until } from '../../../dev/processes/until.ts';

const require = createRequire(import.meta.url);
const texts = [
  'Deploy the server on port 9824',
  'the build error of the release branch',
  'Größe: naïve café',
  '',
  'x',
  'word '.repeat(400),
];

let temp: TempDirectory;
let runtime: RuntimeFiles;
const embedders: LocalModelEmbedder[] = [];

beforeAll(async () => {
  temp = await tempDirectory('local-model');
  runtime = await buildRuntime(await temp.makeDirectory('dist'));
});
afterEach(() => {
  for (const embedder of embedders.splice(0)) embedder.dispose();
});
afterAll(() => temp.dispose());

async function install(model: GeneratedModel): Promise<ModelFolder> {
  const folder = new ModelFolder(temp.join('models'), model.manifest);
  for (const file of [model.manifest.weights, model.manifest.tokenizer]) {
    await mkdir(path.dirname(folder.pathOf(file)), { recursive: true });
    await writeFile(folder.pathOf(file), model.files.get(file.path) ?? '');
  }
  return folder;
}

async function embedderOf(model: GeneratedModel, options: Partial<LocalModelOptions> = {}) {
  const embedder = new LocalModelEmbedder({
    folder: await install(model),
    runtime,
    backoffMs: 20,
    ...options,
  });
  embedders.push(embedder);
  return embedder;
}

/** The same files without worker, bundle and compression. */
async function inProcess(model: GeneratedModel): Promise<OnnxModel> {
  const folder = await install(model);
  const { weights, tokenizer, ...settings } = model.manifest;
  return OnnxModel.load(
    { ...settings, weights: folder.pathOf(weights), tokenizer: folder.pathOf(tokenizer) },
    await readFile(require.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm')),
  );
}

const largestDifference = (a: readonly ArrayLike<number>[], b: readonly ArrayLike<number>[]) =>
  Math.max(...a.flatMap((vector, row) => Array.from(vector, (x, at) => Math.abs(x - (b[row]?.[at] ?? NaN)))));
const dot = (a: Float32Array | undefined, b: Float32Array | undefined) =>
  Array.from(a ?? []).reduce((sum, x, at) => sum + x * (b?.[at] ?? NaN), 0);

describe('a local model', () => {
  it('makes the same vectors in the bundled worker and in this process', async () => {
    const model = generateModel('tests/both');
    const [direct, embedder] = [await inProcess(model), await embedderOf(model)];
    const [expected, found] = [await direct.embed(texts), await embedder.embed(texts, 'document')];
    await direct.release();
    expect(found.map(({ length }) => length)).toEqual(texts.map(() => 48));
    for (const vector of found) expect(dot(vector, vector)).toBeCloseTo(1, 5);
    expect(largestDifference(found, expected)).toBeLessThan(1e-6);
  });

  it('computes what the model says: rows looked up, projected, squashed, averaged', async () => {
    const model = generateModel('tests/arithmetic', { dimensions: 16, inner: 8 });
    const [vector] = await (await embedderOf(model)).embed(['port'], 'query');
    expect(largestDifference([vector ?? []], [byHand(model, ['[CLS]', 'port', '[SEP]'])])).toBeLessThan(1e-6);
  });

  it('gives a text the same vector whatever stands beside it', async () => {
    const embedder = await embedderOf(generateModel('tests/neighbours'));
    const together = await embedder.embed(texts, 'document');
    const alone = await Promise.all(
      texts.map(async (text) => (await embedder.embed([text], 'document'))[0] ?? []),
    );
    expect(largestDifference(together, alone)).toBe(0);
  });

  it('cuts texts at the number of tokens that the manifest names, and keeps the end mark', async () => {
    const model = generateModel('tests/cut', {}, { maxTokens: 10 });
    const embedder = await embedderOf(model);
    const [long, longer, short] = await embedder.embed(
      ['port '.repeat(50), 'port '.repeat(9_000), 'port '.repeat(8)],
      'document',
    );
    expect(largestDifference([long ?? []], [short ?? []])).toBe(0);
    expect(largestDifference([longer ?? []], [short ?? []])).toBe(0);
  });

  it('obeys pooling, prefixes and missing inputs of other models', async () => {
    const model = generateModel(
      'tests/other',
      { withoutTypes: true },
      { pooling: 'cls', queryPrefix: 'query: ', documentPrefix: 'passage: ' },
    );
    const embedder = await embedderOf(model);
    const [asQuery] = await embedder.embed(['deploy'], 'query');
    const [asDocument] = await embedder.embed(['deploy'], 'document');
    const plain = await inProcess(model);
    const expected = await plain.embed(['query: deploy', 'passage: deploy']);
    await plain.release();
    expect(largestDifference([asQuery ?? [], asDocument ?? []], expected)).toBeLessThan(1e-6);
  });

  it('can be cancelled while others go on', async () => {
    const embedder = await embedderOf(generateModel('tests/cancel'));
    const cut = new AbortController();
    const many = embedder.embed(
      Array.from({ length: 200 }, (_, at) => `text ${at}`),
      'document',
      cut.signal,
    );
    const question = embedder.embed(['where?'], 'query');
    cut.abort(new Error('enough'));
    await expect(many).rejects.toThrow('enough');
    expect(await question).toHaveLength(1);
    await expect(embedder.embed(['late'], 'query', cut.signal)).rejects.toThrow('enough');
  });

  it('answers a question before the rest of many documents', async () => {
    const embedder = await embedderOf(generateModel('tests/order'));
    await embedder.embed(['warm'], 'query');
    const order: string[] = [];
    const many = embedder
      .embed(
        Array.from({ length: 160 }, (_, at) => `document number ${at}`),
        'document',
      )
      .then(() => order.push('documents'));
    const question = embedder.embed(['where?'], 'query').then(() => order.push('question'));
    await Promise.all([many, question]);
    expect(order).toEqual(['question', 'documents']);
  });

  it('gives its memory back when idle, and comes back', async () => {
    const embedder = await embedderOf(generateModel('tests/idle'), { idleMs: 50 });
    const before = await embedder.embed(['port'], 'query');
    expect(embedder.isRunning).toBe(true);
    await until(() => !embedder.isRunning, { what: 'the end of the idle worker' });
    expect(largestDifference(await embedder.embed(['port'], 'query'), before)).toBe(0);
  });

  it('says so when the files are no model that can be run, and does not try again by itself', async () => {
    const good = generateModel('tests/broken');
    const broken = (file: 'weights' | 'tokenizer', content: string | Buffer) => ({
      ...good,
      files: new Map([...good.files, [good.manifest[file].path, Buffer.from(content)]]),
    });
    const wider = generateModel('tests/broken', { dimensions: 64 });
    const cases: [GeneratedModel, RegExp][] = [
      [broken('weights', Buffer.alloc(500, 7)), /tests\/broken cannot be run.*memory-bridge model remove/],
      [broken('tokenizer', '{"model":'), /its tokenizer cannot be read/],
      [
        broken('tokenizer', wordPieceTokenizer(Array.from({ length: 9_000 }, (_, at) => `w${at}`))),
        /cannot be run/,
      ],
      [{ ...good, files: wider.files }, /vectors have 64 dimensions, not 48/],
    ];
    for (const [model, message] of cases) {
      const told: MemoryBridgeError[] = [];
      const embedder = await embedderOf(model, { onFailure: (error) => told.push(error) });
      await expect(embedder.embed(['x'], 'query')).rejects.toMatchObject({
        code: 'corrupt',
        message: expect.stringMatching(message),
      });
      expect(told).toHaveLength(1);
      expect(embedder.isRunning).toBe(false);
      await expect(embedder.embed(['x'], 'query')).rejects.toThrow(MemoryBridgeError);
    }
  });
});

describe('the worker of a local model', () => {
  /** A worker that does what a text says before it does anything else. */
  const rigged = async (name: string) => {
    const file = temp.join('dist', `${name}.js`);
    const marks = JSON.stringify(temp.join(`${name}.marks`));
    await writeFile(
      file,
      `const { parentPort, workerData } = require('node:worker_threads');
       const { appendFileSync } = require('node:fs');
       appendFileSync(${marks}, 'started\\n');
       if (Object.keys(process.env).length > 0) appendFileSync(${marks}, 'has an environment\\n');
       parentPort.on('message', ({ texts }) => {
         if (texts.includes('crash')) process.exit(7);
         if (texts.includes('throw')) throw new Error('thrown');
         if (texts.includes('hang')) for (;;);
       });
       require('./embedWorker.js');`,
    );
    const marked = async () => (await readFile(temp.join(`${name}.marks`), 'utf8')).trim().split('\n');
    return { runtime: { ...runtime, worker: file }, marked };
  };

  it('is started again after a crash, and its other batches are answered', async () => {
    const { runtime, marked } = await rigged('crash');
    const embedder = await embedderOf(generateModel('tests/crash'), { runtime });
    const fine = embedder.embed(['before'], 'query');
    const bad = embedder.embed(['crash'], 'document');
    const after = embedder.embed(['after'], 'document');
    await expect(bad).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('exit code 7'),
    });
    expect(await fine).toHaveLength(1);
    expect(await after).toHaveLength(1);
    // The batch that was in work was tried once more.
    expect(await marked()).toEqual(['started', 'started', 'started']);
  });

  it('is given up when it crashes again and again, until somebody wants it tried', async () => {
    const { runtime, marked } = await rigged('again');
    const told: MemoryBridgeError[] = [];
    const embedder = await embedderOf(generateModel('tests/again'), {
      runtime,
      onFailure: (error) => told.push(error),
    });
    for (let round = 0; round < 2; round++)
      await expect(embedder.embed(['throw'], 'document')).rejects.toThrow(/thrown/);
    expect(told).toHaveLength(1);
    await expect(embedder.embed(['x'], 'query')).rejects.toThrow(/ended unexpectedly.*built-in embedder/);
    expect(await marked()).toHaveLength(4);
    embedder.retry();
    expect(await embedder.embed(['x'], 'query')).toHaveLength(1);
  });

  it('is ended when it hangs', async () => {
    const { runtime } = await rigged('hang');
    const embedder = await embedderOf(generateModel('tests/hang'), {
      runtime,
      patienceMs: 1_500,
      crashes: 0,
    });
    await embedder.embed(['fine'], 'query');
    await expect(embedder.embed(['hang'], 'document')).rejects.toThrow(/no answer within 1\.5 s/);
  });
});

describe('the bundled worker', () => {
  it.each([
    ['the node that runs the tests', async () => process.execPath],
    ['node 24', async () => (await node24Binary()) ?? process.execPath],
  ])('makes the same vectors on %s, and lets the process end', async (name, binary) => {
    const model = generateModel('tests/nodes');
    const folder = await install(model);
    const program = await buildNodeProgram(temp.join(`nodes-${name.length}`, 'program.js'), {
      contents: `import { LocalModelEmbedder } from '@src/embed/onnx/localModelEmbedder.ts';
       import { ModelFolder } from '@src/embed/download/modelFolder.ts';
       const { models, manifest, runtime, texts } = JSON.parse(process.argv[2]);
       const embedder = new LocalModelEmbedder({ folder: new ModelFolder(models, manifest), runtime });
       embedder.embed(texts, 'document').then((vectors) => console.log(JSON.stringify(vectors.map((v) => [...v]))));`,
    });
    const order = { models: path.dirname(folder.path), manifest: model.manifest, runtime, texts };
    const { code, stdout, stderr, timedOut } = await runProcess(await binary(), [
      program,
      JSON.stringify(order),
    ]);
    expect({ code, stderr, timedOut }).toEqual({ code: 0, stderr: '', timedOut: false });
    const direct = await inProcess(model);
    expect(largestDifference(JSON.parse(stdout) as number[][], await direct.embed(texts))).toBeLessThan(1e-6);
    await direct.release();
  });
});

/** The generated network written out in plain arithmetic. */
function byHand({ manifest, files }: GeneratedModel, pieces: readonly string[]): number[] {
  const { vocab } = (
    JSON.parse(String(files.get('tokenizer.json'))) as { model: { vocab: Record<string, number> } }
  ).model;
  const [inner, { dimensions }] = [8, manifest];
  const weights = files.get(manifest.weights.path) ?? Buffer.alloc(0);
  const table = (name: string, count: number) => {
    // GraphProto.initializer: the name (field 8), then the raw data (field 9) with a length of one to three bytes.
    const at = weights.indexOf(
      Buffer.concat([Buffer.from([0x42, name.length]), Buffer.from(name), Buffer.from([0x4a])]),
    );
    let start = at + name.length + 3;
    while ((weights[start] ?? 0) > 127) start++;
    start++;
    return Array.from({ length: count }, (_, index) => weights.readFloatLE(start + index * 4));
  };
  const [words, types, projection] = [
    table('words', Object.keys(vocab).length * inner),
    table('types', inner),
    table('projection', inner * dimensions),
  ];
  const rows = pieces.map((piece) =>
    Array.from({ length: dimensions }, (_, column) => {
      let sum = 0;
      for (let at = 0; at < inner; at++)
        sum +=
          ((words[(vocab[piece] ?? 1) * inner + at] ?? NaN) + (types[at] ?? NaN)) *
          (projection[at * dimensions + column] ?? NaN);
      return Math.tanh(sum);
    }),
  );
  const mean = Array.from(
    { length: dimensions },
    (_, at) => rows.reduce((sum, row) => sum + (row[at] ?? 0), 0) / rows.length,
  );
  const length = Math.hypot(...mean);
  return mean.map((value) => value / length);
}

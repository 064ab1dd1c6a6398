import { readFile, readdir, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ModelManifest } from '../../../src/protocol/embedderSettings.ts';
import {
  type CliBundle,
  type CliOptions,
  buildCli,
  runCli,
  startCli,
} from '../../../dev/bundles/cliBundle.ts';
import { type ModelHub, startModelHub } from '../../../dev/embedding/modelHub.ts';
import { generateModel } from '../../../dev/embedding/onnx/generatedModel.ts';
import { freePort, stopAllProcesses } from '../../../dev/processes/processes.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';

const model = generateModel('tests/chosen', { dimensions: 64 });
const { manifest } = model;

interface Listed {
  embedder: { provider: string; model?: string; manifest?: ModelManifest };
  sendsTo: string | null;
  models: { name: string; state: string; bytes: number; bytesPresent: number }[];
}

describe('memory-bridge model', () => {
  let built: TempDirectory;
  let bundle: CliBundle;
  let temp: TempDirectory;
  let home: string;
  let port: number;
  let hub: ModelHub;

  beforeAll(async () => {
    built = await tempDirectory('cli-model-bundle');
    bundle = await buildCli(built.join('dist'));
  });
  afterAll(() => built.dispose());
  beforeEach(async () => {
    temp = await tempDirectory('cli-model');
    home = temp.join('home');
    port = await freePort();
    // Slow enough for somebody to press Ctrl+C in the middle.
    hub = await startModelHub(model, { slowly: { bytes: 1024, pauseMs: 100 } });
    // Commands are quicker when somebody serves.
    const serving = startCli(bundle, ['serve'], { home, port });
    await serving.waitForOutput(/Serving/);
  });
  afterEach(async () => {
    await hub.close();
    await stopAllProcesses();
    await temp.dispose();
  });

  const cli = (args: string[], options: Partial<CliOptions> = {}) =>
    runCli(bundle, ['model', ...args], { home, port, cwd: temp.path, person: temp.path, ...options });
  const listed = async () => (await cli(['list', '--json'])).json<Listed>();
  const chooseOwn = async () => {
    await temp.write('own.json', JSON.stringify(manifest));
    return cli(['use', 'local', '--manifest', 'own.json', '--mirror', hub.url]);
  };

  it('starts with what needs nothing', async () => {
    const { stdout } = await cli(['list']);
    expect(stdout).toMatch(
      /In use: built-in\nText stays on this computer\.\nXenova\/all-MiniLM-L6-v2 +not downloaded +23 MB/,
    );
    expect(await listed()).toMatchObject({
      embedder: { provider: 'built-in' },
      sendsTo: null,
      models: [{ name: 'Xenova/all-MiniLM-L6-v2', state: 'missing', bytes: 23_684_031, bytesPresent: 0 }],
    });
  });

  it("chooses, downloads, checks and removes a model of one's own", async () => {
    const chosen = await chooseOwn();
    expect(chosen).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/Chosen: local, tests\/chosen\. Text stays/),
    });
    const doctor = async () =>
      (await runCli(bundle, ['doctor', '--json'], { home, port, cwd: temp.path, person: temp.path }))
        .json<{ checks: { name: string; state: string; found: string }[] }>()
        .checks.find(({ name }) => name === 'Embedder');
    expect(await doctor()).toMatchObject({
      state: 'warn',
      found: expect.stringContaining('the built-in model answers'),
    });
    const download = await cli(['download']);
    expect(download).toMatchObject({ code: 0, stdout: expect.stringMatching(/^tests\/chosen is ready, /) });
    expect(download.stderr).toMatch(/Downloading: .* \(100 %\)/);
    expect((await listed()).models.at(-1)).toMatchObject({ name: 'tests/chosen', state: 'ready' });
    expect(await doctor()).toMatchObject({ state: 'ok', found: expect.stringContaining('verified') });
    const refused = await cli(['remove']);
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is in use. First choose another'),
    });
    await cli(['use', 'built-in']);
    await temp.write('own.json', JSON.stringify(manifest));
    expect(await readdir(`${home}/models`)).toEqual(['tests--chosen']);
    await cli(['use', 'openai', '--base-url', 'http://127.0.0.1:1/v1', '--manifest', 'own.json']);
    expect((await cli(['remove', manifest.name])).stdout).toMatch(/Removed tests\/chosen and freed \d+ KB/);
    expect(await readdir(`${home}/models`)).toEqual([]);
  });

  it('tells progress and failures to programs as JSON', async () => {
    await chooseOwn();
    const done = await cli(['download', '--json']);
    expect(done.json()).toMatchObject({ name: 'tests/chosen', state: 'ready' });
    const news = done.stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { progress: { model: { received: number; total: number } } });
    expect(news.at(-1)?.progress.model.received).toBe(news.at(-1)?.progress.model.total);
    await writeFile(`${home}/models/tests--chosen/tokenizer.json`, 'damaged');
    expect((await listed()).models.at(-1)).toMatchObject({ state: 'partial' });
    hub.fault = 'html';
    const failed = await cli(['download', '--json']);
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect(JSON.parse(failed.stderr.trim().split('\n').at(-1) ?? '')).toMatchObject({
      error: {
        code: 'unavailable',
        message: expect.stringContaining('sign in'),
        details: { advice: expect.any(String) },
      },
    });
  });

  it('imports from a folder, in parts', async () => {
    await chooseOwn();
    const source = await temp.makeDirectory('stick');
    await temp.write('stick/one.bin', model.files.get(manifest.weights.path) ?? '');
    const part = await cli(['import', 'stick']);
    expect(part).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('still missing: tokenizer.json'),
    });
    await temp.write('stick/two.bin', model.files.get('tokenizer.json') ?? '');
    expect(await cli(['import', source])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('is ready'),
    });
    expect(await cli(['import', temp.join('nowhere')])).toMatchObject({ code: 1 });
  });

  it('imports a folder with its manifest in one step, and uses it', async () => {
    const weights = model.files.get(manifest.weights.path) ?? '';
    await temp.write('stick/deep/b.bin', weights);
    await temp.write('stick/a.json', model.files.get('tokenizer.json') ?? '');
    await temp.write('stick/z-manifest.json', JSON.stringify(manifest));
    await temp.write('stick/package.json', '{"name":"not a manifest"}');
    const imported = await cli(['import', 'stick']);
    expect(imported).toMatchObject({ code: 0, stdout: expect.stringContaining('tests/chosen is ready') });
    expect(imported.stderr).toContain('model use local --model tests/chosen');
    expect((await listed()).models.at(-1)).toMatchObject({ name: 'tests/chosen', state: 'ready' });
    expect(await cli(['use', 'local', '--model', 'Tests/Chosen'])).toMatchObject({ code: 0 });
    expect((await listed()).embedder).toMatchObject({ provider: 'local', manifest });
    await cli(['use', 'built-in']);
    expect((await cli(['remove', 'tests/chosen'])).stdout).toContain('Removed tests/chosen');
    expect(await readdir(`${home}/models`)).toEqual([]);
  });

  it('imports the files of a model in any order, one after another or together', async () => {
    await temp.write('weights', model.files.get(manifest.weights.path) ?? '');
    await temp.write('words', model.files.get('tokenizer.json') ?? '');
    await temp.write('m.json', JSON.stringify(manifest));
    // Without its manifest nothing is known of a file.
    const early = await cli(['import', 'weights']);
    expect(early).toMatchObject({ code: 1, stderr: expect.stringContaining('with its manifest') });
    for (const [name, missing] of [
      ['m.json', /still missing: tokenizer\.json, onnx/],
      ['weights', /still missing: tokenizer\.json/],
    ] as const) {
      const part = await cli(['import', name]);
      expect(part).toMatchObject({ code: 1, stderr: expect.stringMatching(missing) });
    }
    expect(await cli(['import', 'words'])).toMatchObject({ code: 0 });
    await cli(['remove', 'tests/chosen']);
    const together = await cli(['import', 'words', 'm.json', 'weights', '--use', '--json']);
    expect(together.json()).toMatchObject({ name: 'tests/chosen', state: 'ready', missing: [], manifest });
    expect((await listed()).embedder).toMatchObject({ provider: 'local', manifest });
  });

  it('says what is wrong with the files of a model', async () => {
    const pointer = ({ sha256, bytes }: ModelManifest['weights']) =>
      `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${bytes}\n`;
    await temp.write('clone/onnx/model_quantized.onnx', pointer(manifest.weights));
    await temp.write('clone/tokenizer.json', pointer(manifest.tokenizer));
    await temp.write('clone/manifest.json', JSON.stringify(manifest));
    const pointers = await cli(['import', 'clone']);
    expect(pointers.code).toBe(1);
    expect(pointers.stderr).toMatch(/model_quantized\.onnx is a Git LFS pointer.*git lfs pull/s);
    await temp.write('clone/tokenizer.json', model.files.get('tokenizer.json') ?? '');
    const half = await cli(['import', 'clone']);
    expect(half).toMatchObject({ code: 1 });
    expect(half.stderr).toMatch(/still missing: onnx.*Git LFS pointer/s);
    await temp.write('broken/manifest.json', JSON.stringify({ ...manifest, dimensions: 'many' }));
    expect(await cli(['import', 'broken'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/manifest\.json is not a manifest that can be used: dimensions/),
    });
    await temp.write('two/a.json', JSON.stringify(manifest));
    await temp.write('two/b.json', JSON.stringify({ ...manifest, name: 'tests/other' }));
    expect(await cli(['import', 'two'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--model'),
    });
  });

  it('stops a download on Ctrl+C and goes on with it later', async () => {
    await chooseOwn();
    hub.fault = 'slow';
    const child = startCli(bundle, ['model', 'download', '--json'], {
      home,
      port,
      cwd: temp.path,
      person: temp.path,
    });
    await child.waitForOutput(/onnx.*"received":[1-9]/);
    child.child.kill('SIGINT');
    expect(await child.exited).toMatchObject({ code: 1 });
    expect(child.stderr).toContain('to resume the download');
    hub.fault = 'ok';
    expect(await cli(['download'])).toMatchObject({ code: 0 });
    expect(hub.requests.some(({ status }) => status === 206)).toBe(true);
  });

  it('sends nothing to another computer without a yes, and says so before', async () => {
    const asked = await cli(['use', 'voyage']);
    expect(asked).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /text of every memory and every question is sent to api\.voyageai\.com.*--force/,
      ),
    });
    expect((await listed()).embedder).toEqual({ provider: 'built-in' });
    const agreed = await cli([
      'use',
      'openai',
      '--model',
      'text-embedding-3-large',
      '--dimensions',
      '256',
      '--force',
    ]);
    expect(agreed.stdout).toContain('is sent to api.openai.com');
    expect(await listed()).toMatchObject({
      embedder: { provider: 'openai', model: 'text-embedding-3-large', dimensions: 256 },
      sendsTo: 'api.openai.com',
    });
    // A server of one's own needs no yes.
    expect(await cli(['use', 'openai', '--base-url', 'http://127.0.0.1:1234/v1'])).toMatchObject({ code: 0 });
    expect(await readFile(`${home}/config.jsonc`, 'utf8')).toContain('http://127.0.0.1:1234/v1');
  });

  it('refuses what is not right', async () => {
    for (const [args, message] of [
      [['use', 'other'], /one of built-in, local, openai, voyage, ollama/],
      [['use', 'openai', '--base-url', 'http://example.com/v1'], /baseUrl is not valid: Use https/],
      [
        ['use', 'openai', '--base-url', 'https://me:key@example.com/v1'],
        /must not contain a user or a password/,
      ],
      [['use', 'local', '--manifest', 'missing.json'], /cannot be read as JSON/],
      [['use', 'local', '--model', 'nobody/knows'], /is not known here/],
      [['download', 'nobody/knows'], /is not known here/],
      [['download', '--mirror', 'http://example.com'], /Use https/],
    ] satisfies [string[], RegExp][]) {
      const { code, stderr } = await cli(args);
      expect([args, code]).toEqual([args, 2]);
      expect(stderr).toMatch(message);
    }
    expect((await listed()).embedder).toEqual({ provider: 'built-in' });
  });
});

import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MemoryBridgeError } from '../../../src/core/errors.ts';
import { downloadModel } from '../../../src/embed/download/downloadModel.ts';
import type { DownloadOptions, DownloadProgress } from '../../../src/embed/download/downloadOptions.ts';
import { ModelFolder } from '../../../src/embed/download/modelFolder.ts';
import { buildDownloader } from '../../../dev/embedding/downloads/downloader.ts';
import { killDownloads } from '../../../dev/embedding/downloads/killDownloads.ts';
import {
  type HubFault,
  type HubOptions,
  type ModelHub,
  startModelHub,
} from '../../../dev/embedding/modelHub.ts';
import { generateModel } from '../../../dev/embedding/onnx/generatedModel.ts';
import { freePort, runProcess, startProcess, stopAllProcesses } from '../../../dev/processes/processes.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';

const model = generateModel('tests/sentences', { dimensions: 96 });
const { weights, tokenizer } = model.manifest;
const impatient = { connectMs: 2_000, idleMs: 400, backoffMs: 5, attempts: 3 };

let temp: TempDirectory;
let models: string;
let count = 0;
let hub: ModelHub | undefined;

beforeAll(async () => {
  temp = await tempDirectory('download');
});
beforeEach(() => {
  models = temp.join(`models-${++count}`);
});
afterEach(async () => {
  await hub?.close();
  hub = undefined;
});
afterAll(async () => {
  await stopAllProcesses();
  await temp.dispose();
});

const start = async (fault: HubFault = 'ok', options: HubOptions = {}) => {
  hub = await startModelHub(model, { ...options, fault });
  return hub;
};
const download = (mirror: string, options: Partial<DownloadOptions> = {}) =>
  downloadModel({
    models,
    manifest: model.manifest,
    mirror,
    network: { env: {} },
    limits: impatient,
    ...options,
  });
const failure = async (promise: Promise<unknown>): Promise<MemoryBridgeError> => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(MemoryBridgeError);
  return error as MemoryBridgeError;
};
const leftFiles = async () => {
  const entries = await readdir(models, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
};
const place = () => new ModelFolder(models, model.manifest);
const weightRequests = () => hub?.requests.filter((each) => each.path.endsWith(weights.path)) ?? [];

describe('the download of a model', () => {
  it('brings every file, verified, and tells how far it is', async () => {
    const { url, requests } = await start();
    const news: DownloadProgress[] = [];
    const folder = await download(url, { onProgress: (each) => news.push(each) });
    expect(await folder.missing()).toEqual([]);
    expect((await leftFiles()).sort()).toEqual(['model_quantized.onnx', 'tokenizer.json']);
    const total = weights.bytes + tokenizer.bytes;
    expect(news.at(-1)).toEqual({
      file: weights.path,
      received: weights.bytes,
      total: weights.bytes,
      model: { received: total, total },
    });
    expect(news.map(({ model }) => model.received)).toEqual(
      news.map(({ model }) => model.received).toSorted((a, b) => a - b),
    );
    // There already: nobody is asked again.
    const asked = requests.length;
    await download(url);
    expect(requests).toHaveLength(asked);
  });

  it.each<HubFault>([
    'nolen',
    'norange',
    'slow',
    'redirect',
    'hang-head',
    '500',
    '429',
    'truncate',
    'nolen-short',
  ])('gets past "%s" when it passes', async (fault) => {
    const { url } = await start(
      fault,
      ['nolen', 'norange', 'slow', 'redirect'].includes(fault) ? {} : { faults: 1 },
    );
    expect(await (await download(url)).missing()).toEqual([]);
  });

  it.each<[HubFault, MemoryBridgeError['code'], RegExp]>([
    ['500', 'unavailable', /has a problem \(status 500\)\. Try again later/],
    ['429', 'rate_limited', /too many requests.*Try again later/],
    ['429-long', 'rate_limited', /too many requests/],
    ['404', 'not_found', /has no file .*model_quantized\.onnx.*Check the mirror/],
    ['forbidden', 'forbidden', /does not give out .*status 403/],
    ['html', 'unavailable', /a web page instead of the model file.*sign in/],
    ['html-untyped', 'unavailable', /a web page instead of the model file/],
    ['nolen-short', 'unavailable', /ended the download after \d+ of \d+ bytes.*resume where it stopped/],
    ['truncate', 'unavailable', /broke/],
    ['corrupt', 'corrupt', /not the file that was expected: its SHA-256.*Nothing of it was kept/],
    ['longer', 'corrupt', /it continues after/],
    ['other-length', 'corrupt', /it has 1234 bytes, not/],
    ['lfs-pointer', 'corrupt', /sent a Git LFS pointer instead of the file/],
    ['lfs-pointer-untold', 'corrupt', /sent a Git LFS pointer instead of the file/],
    ['gzip', 'corrupt', /the coding gzip/],
    ['hang', 'unavailable', /stopped answering/],
    ['hang-head', 'unavailable', /stopped answering/],
    ['redirect-plain', 'forbidden', /without encryption.*not followed/],
    ['loop', 'forbidden', /without end/],
  ])('ends with a clear message when "%s" stays', async (fault, code, message) => {
    const { url } = await start(fault);
    const error = await failure(download(url));
    expect({ code: error.code, message: error.message }).toEqual({
      code,
      message: expect.stringMatching(message),
    });
    expect(error.details).toMatchObject({
      message: expect.any(String),
      advice: expect.stringMatching(/\.$/),
    });
    // Neither a lock nor anything under a final name that is not genuine.
    const left = await leftFiles();
    const allowed = code === 'corrupt' ? /^tokenizer\.json$/ : /^tokenizer\.json$|\.part$/;
    expect(left.filter((name) => !allowed.test(name))).toEqual([]);
    // And once the server is well again, so is the download.
    if (hub) hub.fault = 'ok';
    expect(await (await download(url)).missing()).toEqual([]);
  });

  it('says so when nobody is there, and when the name is unknown', async () => {
    const port = await freePort();
    expect((await failure(download(`http://127.0.0.1:${port}`))).message).toMatch(
      /Nobody answers at 127\.0\.0\.1/,
    );
    const unknown = await failure(download('https://models.invalid'));
    expect(unknown.message).toMatch(/name models\.invalid could not be resolved.*import/);
  });

  it('refuses to go over the network without encryption', async () => {
    expect((await failure(download('http://192.0.2.1'))).message).toMatch(/without encryption/);
  });

  it('waits as long as the server asks, and not for an hour', async () => {
    const { url } = await start('429', { faults: 1 });
    const before = performance.now();
    await download(url);
    expect(performance.now() - before).toBeGreaterThan(990);
    if (hub) hub.fault = '429-long';
    await rm(models, { recursive: true });
    expect((await failure(download(url))).retryAfter).toBe(3_600);
  });

  it('continues where it was cut, and not with what is wrong', async () => {
    const { url } = await start('truncate', { faults: 1 });
    await download(url);
    expect(weightRequests().map(({ headers }) => headers.range)).toEqual([
      undefined,
      expect.stringMatching(/^bytes=[1-9]\d*-$/),
    ]);
    const content = model.files.get(weights.path) ?? Buffer.alloc(0);
    for (const stale of [
      Buffer.alloc(3_000, 'x'),
      Buffer.concat([content, content]),
      Buffer.alloc(content.length),
    ]) {
      await rm(place().pathOf(weights));
      await writeFile(place().partOf(weights), stale);
      expect(await (await download(url)).missing()).toEqual([]);
    }
    // A server that cannot continue gives the whole file, and it is not put behind the half.
    await rm(place().pathOf(weights));
    await writeFile(place().partOf(weights), content.subarray(0, 5_000));
    if (hub) hub.fault = 'norange';
    expect(await (await download(url)).missing()).toEqual([]);
    await rm(place().pathOf(weights));
    await writeFile(place().partOf(weights), content.subarray(0, 5_000));
    if (hub) hub.fault = 'wrong-range';
    expect((await failure(download(url))).code).toBe('corrupt');
  });

  it('replaces a file that was damaged under its final name', async () => {
    const { url } = await start();
    await download(url);
    await writeFile(place().pathOf(weights), Buffer.alloc(weights.bytes));
    expect(await place().missing()).toEqual([weights]);
    expect(await (await download(url)).missing()).toEqual([]);
  });

  it('takes away the lock of a process that was killed when all was done', async () => {
    const { url } = await start();
    await download(url);
    const gone = await runProcess(process.execPath, ['-e', 'console.log(process.pid)']);
    const pid = Number(gone.stdout);
    await writeFile(place().lock, JSON.stringify({ pid, host: hostname(), token: 'gone' }));
    await download(url);
    expect(await leftFiles()).toHaveLength(2);
    // One that is alive keeps it.
    await writeFile(place().lock, JSON.stringify({ pid: process.pid, host: hostname(), token: 'alive' }));
    await download(url);
    expect(await leftFiles()).toHaveLength(3);
  });

  it('forgets halves of another version', async () => {
    const { url } = await start();
    const stale = path.join(path.dirname(place().pathOf(weights)), 'model_quantized.onnx.0123456789ab.part');
    await mkdir(path.dirname(stale), { recursive: true });
    await writeFile(stale, 'old');
    await download(url);
    expect(await leftFiles()).toHaveLength(2);
  });

  it('can be cut short, keeps what it has, and holds no lock', async () => {
    const { url } = await start('slow', { slowly: { bytes: 1_024, pauseMs: 10 } });
    const cut = new AbortController();
    const promise = download(url, {
      signal: cut.signal,
      onProgress: ({ file, received }) => {
        if (file === weights.path && received > 0) cut.abort(new Error('enough'));
      },
    });
    await expect(promise).rejects.toThrow('enough');
    const left = await leftFiles();
    expect(left.some((name) => name.endsWith('.part'))).toBe(true);
    expect(left.some((name) => name.endsWith('.lock'))).toBe(false);
  });

  it('ends after the time for all of it', async () => {
    const { url } = await start('slow', { slowly: { bytes: 64, pauseMs: 20 } });
    const limits = { ...impatient, overallMs: 500 };
    expect((await failure(download(url, { limits }))).message).toMatch(/not done after .*resume where/);
  });

  it.runIf(process.platform === 'linux')('says so when the disk is full, and leaves nothing', async () => {
    const { url } = await start();
    // A device that is always full, in the place of the half.
    await mkdir(path.dirname(place().partOf(weights)), { recursive: true });
    await symlink('/dev/full', place().partOf(weights));
    const error = await failure(download(url));
    expect(error.code).toBe('disk_full');
    expect(error.message).toMatch(/no space left.*Make room/);
    expect(await leftFiles()).toEqual(['tokenizer.json']);
  });

  it('does not even start what the disk has no room for', async () => {
    const { url, requests } = await start();
    const huge = { ...model.manifest, weights: { ...weights, bytes: 4e18 } };
    expect((await failure(download(url, { manifest: huge }))).code).toBe('disk_full');
    expect(requests).toEqual([]);
  });

  it('is done once by two processes that want it at the same time', async () => {
    const slowly = { bytes: 1_024, pauseMs: 500 };
    const { url } = await start('slow', { slowly });
    const program = await buildDownloader(temp.join('two', 'downloader.js'));
    const order = JSON.stringify({ models, manifest: model.manifest, mirror: url });
    const both = [1, 2].map(() => startProcess(process.execPath, [program, order]));
    // A busy machine may start the second one when the first would be done.
    await Promise.any(both.map((each) => each.waitForOutput(/waiting/)));
    slowly.pauseMs = 0;
    expect(await Promise.all(both.map(({ exited }) => exited))).toMatchObject([{ code: 0 }, { code: 0 }]);
    expect(await place().missing()).toEqual([]);
    expect(both.filter(({ stdout }) => stdout.includes('waiting'))).toHaveLength(1);
    expect(weightRequests()).toHaveLength(1);
  });

  it('survives kills at any moment', async () => {
    const folder = await temp.makeDirectory('kills');
    const { failures, figures } = await killDownloads({ folder, kills: 2, seed: 20_251 });
    expect(failures).toEqual([]);
    expect(figures.kills).toBe(2);
  });
});

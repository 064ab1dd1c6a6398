import { cp, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MemoryConnection } from '../../../src/client/connection.ts';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import type { EmbedderSettings } from '../../../src/protocol/embedderSettings.ts';
import type { EmbeddingStatus } from '../../../src/protocol/embeddingStatus.ts';
import { configureOperation } from '../../../src/protocol/operations/system/configure.ts';
import { lendKeyOperation } from '../../../src/protocol/operations/embedding/lendKey.ts';
import { recallOperation } from '../../../src/protocol/operations/recall/recall.ts';
import { reindexOperation } from '../../../src/protocol/operations/embedding/reindex.ts';
import { rememberOperation } from '../../../src/protocol/operations/memories/remember.ts';
import { memoryStatusOperation } from '../../../src/protocol/operations/system/memoryStatus.ts';
import { calibrationTexts } from '../../../src/recall/embedding/calibrationTexts.ts';
import { openStore } from '../../../src/store/sqlite/openStore.ts';
import { buildCli, type CliBundle, runCli } from '../../../dev/bundles/cliBundle.ts';
import { layPromptServe } from '../../../dev/bundles/promptServe.ts';
import { type EmbeddingApi, startEmbeddingApi } from '../../../dev/embedding/embeddingApi.ts';
import { Victim } from '../../../dev/server/kills/victim.ts';
import { stopAllProcesses } from '../../../dev/processes/processes.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { until } from '../../../dev/processes/until.ts';

let temp: TempDirectory;
let bundle: CliBundle;
let api: EmbeddingApi;
let victim: Victim;
let client: MemoryConnection;
let count = 0;

beforeAll(async () => {
  temp = await tempDirectory('embedding-switch');
  bundle = await buildCli(temp.join('dist'));
  await layPromptServe(bundle);
});
beforeEach(async () => {
  api = await startEmbeddingApi(32);
  victim = await Victim.start(bundle, temp.join(`home-${++count}`), { isPrompt: true });
  client = new MemoryConnection({ directory: new DataDirectory(victim.home), actor: { kind: 'cli' } });
});
afterEach(async () => {
  client.dispose();
  await stopAllProcesses();
  await api.close();
});
afterAll(() => temp.dispose());

const settings = (model: string): EmbedderSettings => ({
  provider: 'openai',
  model,
  baseUrl: `${api.origin}/v1`,
});
const use = (embedder: EmbedderSettings) => client.call(configureOperation, { set: { embedder } });
const remember = (content: string) => client.call(rememberOperation, { content, category: 'fact' });
const rememberMany = async (many: number) => {
  for (let at = 0; at < many; at++) await remember(`Lighthouse ${at} shines over the harbour`);
};
const status = async (): Promise<EmbeddingStatus> =>
  (await client.call(memoryStatusOperation, {})).result.embedding;
const statusLike = (isWanted: (found: EmbeddingStatus) => boolean): Promise<EmbeddingStatus> => {
  let last: EmbeddingStatus | undefined;
  return until(
    async () => {
      last = await status();
      return isWanted(last) && last;
    },
    { timeoutMs: 30_000, what: 'another status' },
  ).catch((error: unknown) => {
    throw new Error(`The last status was ${JSON.stringify(last)}`, { cause: error });
  });
};
const answersWith = (model: string) =>
  statusLike(({ state, active, progress }) => state === 'ready' && active.model === model && !progress);
/** What is asked here while models change. */
const question = 'lighthouse over the harbour';
/** Texts of memories that a model was asked for, without questions and the word that shows whether it answers. */
/** What a model is calibrated by. */
const ofTheProduct = new Set(calibrationTexts.flat());

const documentsFor = (model: string): string[] =>
  api.requests
    .filter(({ body }) => body.model === model)
    .flatMap(({ body }) => body.input)
    .filter((text) => text !== 'memory' && text !== question && !ofTheProduct.has(text));

/** What is in the database once the server has ended in order. */
async function stored() {
  await victim.stop();
  const home = temp.join(`copy-${count}`);
  await cp(victim.home, home, { recursive: true });
  const store = await openStore(home);
  try {
    const spaces = await store.read((unit) => unit.vectors.spaces());
    return { spaces, integrity: await store.checkIntegrity() };
  } finally {
    await store.close();
  }
}

describe('a whole server', () => {
  it('goes from model to model while everybody works', async () => {
    await rememberMany(150);
    const over = new AbortController();
    const work = Promise.all([
      (async () => {
        let written = 0;
        for (; !over.signal.aborted; written++) await remember(`Buoy ${written} marks the channel`);
        return written;
      })(),
      (async () => {
        let asked = 0;
        for (; !over.signal.aborted; asked++) {
          const { result } = await client.call(recallOperation, { query: question });
          if (result.memories.length === 0) throw new Error('Nothing was found.');
        }
        return asked;
      })(),
    ]);
    work.catch(() => {});
    try {
      await use(settings('one'));
      await answersWith('one');
      await use(settings('two'));
      await answersWith('two');
    } finally {
      over.abort();
    }
    const [written, asked] = await work;
    expect([written > 0, asked > 0]).toEqual([true, true]);

    await until(() => new Set(documentsFor('two')).size === 150 + written);
    const { spaces, integrity } = await stored();
    expect(integrity).toBe('ok');
    const total = 150 + written;
    expect(spaces).toMatchObject([
      { provider: 'built-in', embedded: total, total },
      { provider: 'openai', model: 'two', dimensions: 32, embedded: total, total },
    ]);
  });

  it('goes on where it was when it is killed in the middle', async () => {
    await rememberMany(320);
    await use(settings('one'));
    await answersWith('one');
    /** Answers one batch of memories, and leaves the next one without an answer. */
    const answerOne = () => {
      let answered = 0;
      api.rule = ({ body }) => (body.input.length > 1 && ++answered > 1 ? 'hang' : undefined);
    };
    answerOne();
    await use(settings('two'));
    for (let kill = 0; kill < 3; kill++) {
      const done = 64 * (kill + 1);
      await statusLike(({ progress }) => progress?.done === done);
      await victim.kill();
      await victim.start();
      // Before anything more is done: what was stored is there, and the model before still answers.
      api.rule = ({ body }) => (body.input.length > 1 ? 'hang' : undefined);
      // How much there is is known as soon as the model has said its dimensions.
      const after = await statusLike(({ state, progress }) => state === 'reindexing' && progress !== null);
      expect(after.progress).toEqual({ done, total: 320 });
      await statusLike(({ active }) => active.model === 'one');
      await victim.kill();
      // What a server asks for as it starts must not hang, or nothing is done until that is given up.
      if (kill < 2) answerOne();
      else api.rule = () => undefined;
      await victim.start();
    }
    await client.call(reindexOperation, {});
    await answersWith('two');
    // Each kill broke off one batch, which was asked for again.
    expect(documentsFor('two').length).toBeLessThanOrEqual(320 + 6 * 64);
    expect(await stored()).toMatchObject({
      integrity: 'ok',
      spaces: [{ embedded: 320 }, { model: 'two', embedded: 320, total: 320 }],
    });
  });

  it('waits for a key, takes a lent one, and writes it nowhere', async () => {
    await rememberMany(3);
    api.rule = ({ headers }) =>
      headers.authorization === 'Bearer sk-lent-key'
        ? undefined
        : { status: 401, body: { error: { message: 'No key.' } } };
    await use(settings('one'));
    const { message, active } = await statusLike(({ state }) => state === 'failed');
    expect(message).toContain('requires a key');
    expect(active.provider).toBe('built-in');
    await client.call(lendKeyOperation, { origin: api.origin, key: 'sk-lent-key' });
    await answersWith('one');
    // Nothing of it outlives the process that it was lent to.
    await victim.stop();
    const entries = await readdir(victim.home, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(4);
    for (const { parentPath, name } of files)
      expect(await readFile(path.join(parentPath, name), 'latin1')).not.toContain('sk-lent-key');
    await victim.start();
    await statusLike(({ state }) => state === 'failed');
    await client.call(lendKeyOperation, { origin: api.origin, key: 'sk-lent-key' });
    await answersWith('one');
  });

  it('tells what is wrong with a model, and that the built-in one answers', async () => {
    await rememberMany(3);
    const builtIn = (await status()).active;
    api.rule = () => ({ status: 404, body: { error: { message: 'Who is that?' } } });
    await use(settings('one'));
    const failed = await statusLike(({ state }) => state === 'failed');
    expect(failed).toMatchObject({ active: builtIn, message: expect.stringContaining('has no model one') });
    api.rule = () => undefined;
    await use({ ...settings('one'), dimensions: 16 });
    await statusLike(({ active }) => active.dimensions === 16);
    api.rule = ({ body }) => (body.input[0] === 'memory' ? undefined : { status: 400 });
    await remember('Something new');
    const { state, message } = await statusLike(({ message: said }) => said !== null);
    expect([state, message]).toEqual(['ready', expect.stringContaining('does not take the text of one')]);
  });
});

describe('the command line', () => {
  const cli = (...args: string[]) => runCli(bundle, args, { home: victim.home });

  it('makes vectors anew and shows how far it is', async () => {
    await rememberMany(5);
    await use(settings('one'));
    await answersWith('one');
    const before = documentsFor('one').length;
    const { code, stdout } = await cli('reindex', '--restart', '--wait');
    expect([code, stdout]).toEqual([0, 'Search by meaning uses the model openai/one.\n']);
    expect(documentsFor('one').length).toBe(before + 5);
    expect((await cli('stats')).stderr).toContain('Search by meaning uses the model openai/one.');
    expect((await cli('status')).stdout).toContain('Search by meaning uses the model openai/one.');
    const found = (await cli('reindex', '--json')).json<EmbeddingStatus>();
    expect(found).toMatchObject({ state: 'ready', active: { model: 'one' } });
    expect((await cli('reindex', '--provider', 'voyage')).code).toBe(2);
  });

  it('says in the doctor what is wrong and what to do', async () => {
    type Report = { checks: { name: string; state: string; found: string; advice?: string }[] };
    const search = async () =>
      (await cli('doctor', '--json')).json<Report>().checks.find(({ name }) => name === 'Search by meaning');
    expect(await search()).toMatchObject({
      state: 'ok',
      found: 'Search by meaning uses the built-in model.',
    });
    api.rule = () => ({ status: 403, body: { error: { message: 'Not yours.' } } });
    await use(settings('one'));
    await statusLike(({ state }) => state === 'failed');
    expect(await search()).toMatchObject({
      state: 'warn',
      found: expect.stringContaining('Not yours.'),
      advice: expect.stringContaining('memory-bridge reindex --wait'),
    });
    await use({ provider: 'voyage' });
    await statusLike(({ state }) => state === 'waiting');
    expect(await search()).toMatchObject({
      state: 'warn',
      advice: expect.stringContaining('Enter the key for https://api.voyageai.com'),
    });
    expect(await cli('reindex', '--wait')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('requires a key'),
    });
  });

  it('makes vectors without a server, in its own process', async () => {
    await rememberMany(5);
    await use(settings('one'));
    await answersWith('one');
    await victim.stop();
    const begun = await cli('reindex', '--restart', '--no-wait');
    expect(begun).toMatchObject({ code: 0, stderr: expect.stringContaining('with --wait') });
    expect((await cli('reindex', '--wait')).stdout).toBe('Search by meaning uses the model openai/one.\n');
    await victim.start();
    await answersWith('one');
  });
});

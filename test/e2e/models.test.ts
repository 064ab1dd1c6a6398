import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmbeddingStatus } from '../../src/protocol/embeddingStatus.ts';
import { reindexOperation } from '../../src/protocol/operations/embedding/reindex.ts';
import { listJobsOperation } from '../../src/protocol/operations/jobs/listJobs.ts';
import { configureOperation } from '../../src/protocol/operations/system/configure.ts';
import { memoryStatusOperation } from '../../src/protocol/operations/system/memoryStatus.ts';
import type { EditorWindow } from '../../dev/editor/editorWindow.ts';
import { type EmbeddingApi, startEmbeddingApi } from '../../dev/embedding/embeddingApi.ts';
import { MemoryEditor } from '../../dev/editor/memoryEditor.ts';
import { until } from '../../dev/processes/until.ts';

const key = 'sk-of-the-test';

describe('embedding models in the editor', () => {
  let memory: MemoryEditor;
  let window: EditorWindow;
  let api: EmbeddingApi;

  beforeAll(async () => {
    api = await startEmbeddingApi(16);
    api.rule = ({ headers }) =>
      headers.authorization === `Bearer ${key}` ? undefined : { status: 401, body: {} };
    memory = await MemoryEditor.start('models');
    window = await memory.editor.openWindow();
    await window.activityBar.open('Memory');
    for (const text of ['Berths are booked by the tide', 'Pilots come aboard at the buoy'])
      await memory.remember('fact', text);
  });
  afterAll(async () => {
    await memory.stop();
    await api.close();
  });

  const embedder = async () => (await memory.agent.call(configureOperation, {})).result.config.embedder;
  const status = async (): Promise<EmbeddingStatus> =>
    (await memory.agent.call(memoryStatusOperation, {})).result.embedding;
  const choose = async (label: string) => {
    await window.commands.run('Memory: Choose Embedding Model…');
    await window.quickPick.waitFor();
    await window.quickPick.pick(label);
  };
  const chooseServer = async (model: string) => {
    await choose('OpenAI or compatible');
    await window.inputBox.accept(`${api.origin}/v1`);
    await until(async () => (await window.inputBox.message()).includes('Name of the model'));
    await window.inputBox.accept(model);
  };

  it('are listed with what they cost and where texts go', async () => {
    await window.commands.run('Memory: Choose Embedding Model…');
    // The palette is the same widget and takes a moment to go.
    await window.quickPick.item('Built-in').waitFor();
    const items = await window.quickPick.items();
    expect(items.map(({ label }) => label)).toEqual([
      'Built-in',
      'MiniLM on this computer',
      'Ollama',
      'OpenAI or compatible',
      'Voyage AI',
    ]);
    expect(items[0]?.description).toBe('in use');
    expect(items[1]?.detail).toContain('23 MB');
    await window.screenshot('embedding-models');
    await window.quickPick.cancel();
  });

  it('get no text on another computer without a yes', { tags: ['no-second-run'] }, async () => {
    await choose('Voyage AI');
    await window.inputBox.accept();
    const text = await window.dialog.text();
    expect(text).toContain('Send the text of all memories to api.voyageai.com?');
    expect(text).toMatch(/2 memories, about \d+ tokens/);
    await window.dialog.click('Cancel');
    expect(await embedder()).toEqual({ provider: 'built-in' });

    await choose('Voyage AI');
    await window.inputBox.accept();
    await window.dialog.click('Send Texts');
    await until(async () => (await window.inputBox.title()).includes('Key for api.voyageai.com'));
    await window.inputBox.cancel();
    expect(await embedder()).toEqual({ provider: 'built-in' });
  });

  it('answer when all memories have their vectors, with a key that is lent', async () => {
    await chooseServer('one');
    await until(async () => (await window.inputBox.title()).startsWith('Key for'));
    await window.inputBox.accept(key);
    await window.notifications.waitFor(/Search by meaning now uses one/, 30_000);
    expect(await status()).toMatchObject({ state: 'ready', active: { provider: 'openai', model: 'one' } });
    expect(api.requests.at(-1)?.headers.authorization).toBe(`Bearer ${key}`);
    await window.notifications.clear();
    await window.commands.run('Memory: Show Status');
    await until(async () => (await window.textEditor.text()).includes('Memory status'));
    expect(await window.textEditor.text()).not.toContain(key);
    await window.textEditor.goToEnd();
    await until(async () => (await window.textEditor.text()).includes('Search by meaning'));
    expect(await window.textEditor.text()).not.toContain(key);
  });

  it('get their key again from the window after the server was replaced', async () => {
    const { pid } = (await memory.agent.call(memoryStatusOperation, {})).result;
    process.kill(pid, 'SIGKILL');
    await until(async () => (await memory.agent.call(memoryStatusOperation, {})).result.pid !== pid);
    const after = await until(
      async () => {
        const found = await status();
        return found.active.model === 'one' && found;
      },
      { timeoutMs: 30_000 },
    );
    expect(after).toMatchObject({ state: 'ready', missingKey: null });
  });

  it('go back to the one before when the change is cancelled', async () => {
    api.rule = ({ body, headers }) => {
      if (headers.authorization !== `Bearer ${key}`) return { status: 401, body: {} };
      return body.model === 'two' && body.input[0] !== 'memory' ? 'hang' : undefined;
    };
    await chooseServer('two');
    await window.notifications.waitFor(/Embedding model two/, 30_000);
    await until(async () => (await status()).state === 'reindexing');
    expect((await status()).active.model).toBe('one');
    await window.notifications.click(/Embedding model two/, 'Cancel');
    await window.notifications.waitFor(/Back to the previous model/);
    await until(async () => {
      const { state, wanted } = await status();
      return state === 'ready' && wanted.model === 'one';
    });
    await window.notifications.clear();
  });

  it('say once what is wrong, with one way on', async () => {
    api.rule = ({ body }) =>
      body.model === 'three' ? { status: 403, body: { error: { message: 'Not yours.' } } } : undefined;
    await chooseServer('three');
    await window.notifications.waitFor(/Search by meaning: .*Not yours\./, 30_000);
    expect(await window.notifications.buttons(/Not yours/)).toEqual(['Try Again']);
    api.rule = () => undefined;
    await window.notifications.click(/Not yours/, 'Try Again');
    await until(async () => (await status()).active.model === 'three', { timeoutMs: 30_000 });
  });

  it('make their vectors anew on demand', async () => {
    const before = api.requests.length;
    await window.commands.run('Memory: Rebuild Search Vectors');
    await window.notifications.waitFor(/Search by meaning now uses three/, 30_000);
    const texts = api.requests.slice(before).flatMap(({ body }) => body.input);
    expect(texts).toEqual(expect.arrayContaining(['Berths are booked by the tide']));
  });

  it('say once that a job of theirs has failed, with ways on', async () => {
    api.rule = ({ body }) => (body.model === 'three' && body.input.length > 1 ? 'hang' : undefined);
    const { job } = (await memory.agent.call(reindexOperation, { restart: true })).result;
    const stateOf = async (id: string) =>
      (await memory.agent.call(listJobsOperation, { ids: [id] })).result.jobs[0]?.state;
    await until(async () => (await stateOf(job)) === 'running');
    await choose('Built-in');
    const said = /Search vectors could not be built: Another embedding model was chosen meanwhile\./;
    await window.notifications.waitFor(said);
    expect(await window.notifications.buttons(said)).toEqual(['Try Again', 'Show Status']);
    await window.screenshot('job-failed');
    await window.commands.run('View: Close All Editors');
    await window.notifications.click(said, 'Show Status');
    await until(async () => (await window.textEditor.text()).includes('# Memory status'));
    await window.reload();
    await window.activityBar.open('Memory');
    await window.sideBar
      .view('Memories')
      .row(/Berths are booked/)
      .waitFor();
    expect(await window.notifications.texts()).toEqual([]);
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MemoryConnection } from '../../../src/client/connection.ts';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import type { MemoryEvent } from '../../../src/protocol/events.ts';
import { configureOperation } from '../../../src/protocol/operations/system/configure.ts';
import { rememberOperation } from '../../../src/protocol/operations/memories/remember.ts';
import { memoryStatusOperation } from '../../../src/protocol/operations/system/memoryStatus.ts';
import { buildCli, type CliBundle } from '../../../dev/bundles/cliBundle.ts';
import { layPromptServe } from '../../../dev/bundles/promptServe.ts';
import { type EmbeddingApi, startEmbeddingApi } from '../../../dev/embedding/embeddingApi.ts';
import { Victim } from '../../../dev/server/kills/victim.ts';
import { stopAllProcesses } from '../../../dev/processes/processes.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { until } from '../../../dev/processes/until.ts';

let temp: TempDirectory;
let bundle: CliBundle;
let api: EmbeddingApi;
let client: MemoryConnection;

beforeAll(async () => {
  temp = await tempDirectory('announcements');
  bundle = await buildCli(temp.join('dist'));
  await layPromptServe(bundle);
});
beforeEach(async () => {
  api = await startEmbeddingApi(32);
  const { home } = await Victim.start(bundle, temp.join('home'), { isPrompt: true });
  client = new MemoryConnection({ directory: new DataDirectory(home), actor: { kind: 'cli' } });
});
afterEach(async () => {
  client.dispose();
  await stopAllProcesses();
  await api.close();
});
afterAll(() => temp.dispose());

/** Asks until the model answers that was asked for, and nothing is left to be done with it. */
const answersWith = (model: string) =>
  until(
    async () => {
      const { embedding } = (await client.call(memoryStatusOperation, {})).result;
      const { state, active, progress } = embedding;
      return state === 'ready' && active.model === model && !progress;
    },
    { timeoutMs: 30_000, what: `the model ${model} to answer` },
  );

describe('a whole server', () => {
  it('announces changes, at most once a second', async () => {
    for (let at = 0; at < 100; at++) {
      const content = `Lighthouse ${at} shines over the harbour`;
      await client.call(rememberOperation, { content, category: 'fact' });
    }
    const events: { event: MemoryEvent; at: number }[] = [];
    client.onEvent((event) => void events.push({ event, at: performance.now() }));
    const embedder = { provider: 'openai', model: 'one', baseUrl: `${api.origin}/v1` } as const;
    await client.call(configureOperation, { set: { embedder } });
    await answersWith('one');
    const announced = () => events.flatMap(({ event, at }) => (event.kind === 'embedding' ? [at] : []));
    // The answer to a question may overtake the stream of events.
    await until(() => announced().length > 0, { what: 'an announcement' });
    const times = announced();
    expect(times.length).toBeGreaterThan(0);
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(gaps.filter((gap) => gap < 700)).toEqual([]);
  });
});

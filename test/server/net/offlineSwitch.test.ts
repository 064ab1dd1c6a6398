import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headers } from '../../../src/core/product.ts';
import { runtimeFileNames } from '../../../src/embed/onnx/runtimeFiles.ts';
import { type CliBundle, buildCli, startCli } from '../../../dev/bundles/cliBundle.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { ConnectionRecord } from '../../../dev/network/connectionRecord.ts';
import { type LeavingTask, leavingTasks } from '../../../dev/network/leavingTasks.ts';
import { type TrackedProcess, freePort, stopAllProcesses } from '../../../dev/processes/processes.ts';
import { until } from '../../../dev/processes/until.ts';

interface Status {
  readonly network?: { readonly offline?: string };
  readonly embedding: { readonly state: string; readonly message: string | null };
}

let temp: TempDirectory;
let bundle: CliBundle;
let count = 0;

beforeAll(async () => {
  temp = await tempDirectory('offline');
  bundle = await buildCli(temp.join('dist'));
  // Looked for before a model is fetched, and started after that.
  for (const name of Object.values(runtimeFileNames)) await temp.write(`dist/${name}`, '');
});
afterAll(async () => {
  await stopAllProcesses();
  await temp.dispose();
});

const memoryOf = async (settings: object) => {
  // Tests run side by side, so the number is taken before anything is waited for.
  const number = ++count;
  const home = temp.join(`home-${number}`);
  await temp.write(`home-${number}/config.jsonc`, JSON.stringify(settings));
  return { home, port: await freePort(), record: new ConnectionRecord(temp.join(`record-${number}`)) };
};
type Memory = Awaited<ReturnType<typeof memoryOf>>;

/** Asks the server over the loopback, as the clients of people do. */
async function call<T>({ home, port }: Memory, operation: string, input: object): Promise<T> {
  const token = (await readFile(path.join(home, 'token'), 'utf8')).trim();
  const response = await fetch(`http://127.0.0.1:${port}/api/${operation}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      [headers.actor]: 'user',
    },
    body: JSON.stringify(input),
  });
  return ((await response.json()) as { result: T }).result;
}

async function serve(memory: Memory, env: NodeJS.ProcessEnv): Promise<TrackedProcess> {
  const server = startCli(bundle, ['serve'], { ...memory, env: { ...env, ...memory.record.environment } });
  await server.waitForOutput(/Serving/);
  return server;
}

/** Starts what leaves the machine by itself or by a command, and waits until it has tried, or said why not. */
async function start(
  { settings, command, call: asked, env = {}, host }: LeavingTask,
  variables: NodeJS.ProcessEnv,
) {
  const memory = await memoryOf(settings ?? {});
  const { record } = memory;
  const options = { ...memory, env: { ...env, ...variables, ...record.environment } };
  const hasTried = () => record.beyond.includes(host);
  if (command) {
    const running = startCli(bundle, command, options);
    await until(() => running.hasEnded || hasTried(), { what: `${command.join(' ')} to end or to ask` });
    await running.stop();
    return { record, said: running.stderr };
  }
  const server = await serve(memory, { ...env, ...variables });
  if (asked) {
    const { message = '' } = await call<{ message?: string }>(memory, ...asked);
    await server.stop();
    return { record, said: message };
  }
  // What people do meanwhile: texts that an embedder would be sent.
  await call(memory, 'remember', { content: 'Deploys run at night.', category: 'fact' });
  await call(memory, 'recall', { query: 'when do deploys run' });
  let status: Status | undefined;
  const hasEnded = async () => {
    status = await call<Status>(memory, 'memory_status', {});
    return status.embedding.state === 'failed' || hasTried();
  };
  await until(hasEnded, { what: `the embedder to fail or to ask ${host}` });
  await server.stop();
  return { record, said: status?.embedding.message ?? '' };
}

describe('with the offline switch', () => {
  it.concurrent.each(leavingTasks.map((task) => [task.name, task] as const))(
    'nobody but this computer is asked: %s',
    async (_name, task) => {
      const { record, said } = await start(task, { MEMORY_BRIDGE_OFFLINE: '1' });
      expect(record.beyond).toEqual([]);
      expect(said).toMatch(/is not asked, because MEMORY_BRIDGE_OFFLINE keeps Memory Bridge offline/);
      expect(record.programs.filter((program) => program !== 'git')).toEqual([]);
    },
  );

  it.concurrent.each(leavingTasks.map((task) => [task.name, task] as const))(
    'and without it: %s',
    async (_name, task) => {
      const { record, said } = await start(task, {});
      expect(record.beyond).toEqual([task.host]);
      expect(said).not.toContain('MEMORY_BRIDGE_OFFLINE');
    },
  );

  it.concurrent.each(['HF_HUB_OFFLINE', 'TRANSFORMERS_OFFLINE'])('that is %s', async (name) => {
    const fetching = leavingTasks.filter(({ command }) => command);
    for (const task of fetching) {
      const { record, said } = await start(task, { [name]: '1' });
      expect(record.beyond).toEqual([]);
      expect(said).toContain(name);
    }
    expect(fetching.length).toBeGreaterThan(0);
  });

  it.concurrent('that is the setting, from one moment to the next', async () => {
    const host = 'vectors.invalid';
    const embedder = { provider: 'openai', baseUrl: `https://${host}/v1`, model: 'any' };
    const memory = await memoryOf({ network: { offline: true }, embedder });
    const { beyond } = memory.record;
    const server = await serve(memory, {});
    const said = async () => (await call<Status>(memory, 'memory_status', {})).embedding.message ?? '';
    await until(async () => (await said()).includes('network.offline'), {
      what: 'the setting to be told of',
    });
    expect((await call<Status>(memory, 'memory_status', {})).network).toEqual({ offline: 'network.offline' });
    expect(beyond).toEqual([]);
    await call(memory, 'configure', { set: { network: { offline: false } } });
    await until(() => memory.record.beyond.includes(host), { what: `${host} to be asked` });
    expect((await call<Status>(memory, 'memory_status', {})).network).toEqual({});
    await server.stop();
  });
});

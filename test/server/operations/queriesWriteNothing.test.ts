import { readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isLongRun } from '../../../dev/longRun.ts';
import { tempDirectory, type TempDirectory } from '../../../dev/files/tempDirectory.ts';
import { freePort } from '../../../dev/processes/processes.ts';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import { TokenFile } from '../../../src/home/token.ts';
import { operationDefinitions } from '../../../src/protocol/operations/registry.ts';
import { InProcessStarter } from '../../../src/server/inProcessStarter.ts';
import { openServerLog } from '../../../src/server/serverLog.ts';

const folder = import.meta.dirname;
let temp: TempDirectory;
let directory: DataDirectory;
let starter: InProcessStarter;
let url: string;
let token: string;
let calls = 0;
let memory = '';

/** As an older window calls: with a key for whatever may be a write, and with the text. */
async function call(name: string, input: object, actor = 'editor/test'): Promise<Record<string, unknown>> {
  calls += 1;
  const response = await fetch(`${url}/api/${name}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'x-memory-actor': actor,
      'x-memory-project': folder,
      'idempotency-key': `key ${calls}`,
    },
    body: JSON.stringify(input),
  });
  const body = (await response.json()) as { result: Record<string, unknown> };
  if (!response.ok) throw new Error(`${name}: ${JSON.stringify(body)}`);
  return body.result;
}

/** What is in the database and in its log: their bytes, and when they were last written. */
function onDisk(): { bytes: number; written: number[]; log: string } {
  const files = [directory.database, `${directory.database}-wal`].map((file) => statSync(file));
  return {
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    written: files.map(({ mtimeMs }) => mtimeMs),
    log: readFileSync(`${directory.database}-wal`).subarray(0, 32).toString('hex'),
  };
}

beforeAll(async () => {
  temp = await tempDirectory('queries');
  directory = new DataDirectory(await temp.makeDirectory('home')).prepare();
  const port = await freePort();
  starter = new InProcessStarter({ directory, hostKind: 'serve', logger: openServerLog(directory), port });
  const started = await starter.start();
  if (started.outcome !== 'owner') throw new Error(`The server did not start: ${started.outcome}`);
  token = new TokenFile(directory).read() ?? '';
  url = `http://127.0.0.1:${port}`;
  for (let count = 0; count < 8; count += 1) {
    const waits = { category: 'directive', content: `Candidate ${count}: what it asks for` };
    await call('remember', waits, 'agent/test');
    await call('session_start', { session_id: `session ${count}` }, 'agent/test');
  }
  const kept = await call('remember', { content: 'Deploy with make ship', category: 'procedure' });
  memory = (kept['memory'] as { id: string }).id;
});

afterAll(async () => {
  await starter.stop('The test has ended.');
  await temp.dispose();
});

/** What is asked of each query. A question without an answer, because of answers the count is kept. */
const asked: Readonly<Record<string, () => object>> = {
  recall: () => ({ query: 'zyzzyva' }),
  get_memory: () => ({ ids: ['zyzzyva'] }),
  get_context: () => ({ entity_ref: '!12' }),
  get_history: () => ({ memory_id: memory }),
  get_proactive_context: () => ({ query: 'zyzzyva' }),
  kv_get: () => ({ key: 'release:step' }),
  get_linked_memories: () => ({ memory_id: memory }),
  search_history: () => ({ query: 'zyzzyva' }),
  preview_embedder: () => ({ embedder: { provider: 'built-in' } }),
};

const atOnce = 20;
const often = isLongRun ? 400 : 200;

/** Calls in a row over connections that stay, some at a time. */
async function ask(count: number, name: string, input: object): Promise<void> {
  for (let from = 0; from < count; from += atOnce)
    await Promise.all(Array.from({ length: atOnce }, () => call(name, input)));
}

describe('a query leaves the database and its log as they are', () => {
  const lists = new Set(['list_inbox', 'get_active_sessions', 'list_memories']);
  const others = operationDefinitions.filter(({ kind, name }) => kind === 'query' && !lists.has(name));

  it.each([
    ['list_inbox', {}],
    ['get_active_sessions', {}],
    ['list_memories', { limit: 20 }],
  ])(
    'called again and again: %s',
    async (name, input) => {
      const before = onDisk();
      await ask(often, name, input);
      expect(onDisk()).toEqual(before);
    },
    60_000,
  );

  it.each(others.map(({ name }) => name))('%s', async (name) => {
    const before = onDisk();
    await ask(20, name, asked[name]?.() ?? {});
    expect(onDisk()).toEqual(before);
  });

  it.each([
    ['review_inbox', { action: 'list' }],
    ['session', { action: 'list' }],
    ['loop', { action: 'status' }],
  ])('%s %j, as a tool', async (name, input) => {
    const before = onDisk();
    await ask(20, name, input);
    expect(onDisk()).toEqual(before);
  });
});

describe('a change', () => {
  it('is seen there', async () => {
    const before = onDisk();
    await call('heartbeat', { session_id: 'session 1' }, 'agent/test');
    // The log is written over from its beginning after each checkpoint, so its size alone says nothing.
    expect(onDisk().written).not.toEqual(before.written);
  });
});

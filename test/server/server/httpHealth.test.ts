import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryConnection } from '../../../src/client/connection.ts';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import { isProofOf } from '../../../src/home/proof.ts';
import { TokenFile } from '../../../src/home/token.ts';
import { type Health, healthSchema } from '../../../src/protocol/health.ts';
import { listMemoriesOperation } from '../../../src/protocol/operations/memories/listMemories.ts';
import { statsOperation } from '../../../src/protocol/operations/system/stats.ts';
import { compose } from '../../../src/server/compose.ts';
import { MemoryServer } from '../../../src/server/memoryServer.ts';
import { systemClock } from '../../../src/server/systemClock.ts';
import { fetchWithTimeout, freePort } from '../../../dev/processes/processes.ts';
import { until } from '../../../dev/processes/until.ts';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';

const silent = () => {};
const logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent };
const nonce = 'a-nonce-of-enough-characters';

/** A whole server in this process, whose opening can be held up. */
describe('GET /health of a whole server', () => {
  let files: StoreBench;
  let directory: DataDirectory;
  let port: number;
  let client: MemoryConnection | undefined;
  let server: MemoryServer | undefined;

  beforeEach(async () => {
    files = await StoreBench.create();
    directory = new DataDirectory(files.home);
    port = await freePort();
  });
  afterEach(async () => {
    client?.dispose();
    await server?.drain('test over');
    client = undefined;
    server = undefined;
    await files[Symbol.asyncDispose]();
  });

  async function own(opened: Promise<void> = Promise.resolve()): Promise<MemoryServer> {
    const result = await MemoryServer.acquire({
      directory,
      hostKind: 'serve',
      port,
      clock: systemClock,
      logger,
      compose: async (parts) => {
        await opened;
        return compose(parts);
      },
    });
    if (result.outcome !== 'owner') throw new Error(result.outcome);
    server = result.server;
    return server;
  }

  /** With a proof, without a path, whatever the state. */
  async function health(host = '127.0.0.1'): Promise<Health & { status: number; retryAfter: string | null }> {
    const answer = await fetchWithTimeout(`http://${host}:${port}/health?nonce=${nonce}`);
    const text = await answer.text();
    expect(text).not.toContain(files.home);
    const body = healthSchema.strict().parse(JSON.parse(text));
    expect(isProofOf(new TokenFile(directory).accepted(), nonce, body.proof ?? '')).toBe(true);
    return { ...body, status: answer.status, retryAfter: answer.headers.get('retry-after') };
  }

  it('is 503 while it starts and 200 from when it serves; whoever asks meanwhile is answered then', async () => {
    let open = silent;
    const starting = own(new Promise((resolve) => (open = resolve)));
    const early = await until(() => health().catch(() => undefined));
    expect(early).toMatchObject({ status: 503, state: 'starting', reason: 'starting', retryAfter: '1' });
    client = new MemoryConnection({ directory, actor: { kind: 'cli', name: 'test' } });
    const call = client.call(statsOperation, {});
    await until(() => client?.state.kind === 'connecting');
    open();
    await starting;
    expect((await call).result.memories).toBe(0);
    const ready = await health();
    expect(ready).toMatchObject({ status: 200, state: 'ready', retryAfter: null });
    expect(ready.reason).toBeUndefined();
  });

  it('answers those that are meant for it alike in all states', async () => {
    let open = silent;
    const starting = own(new Promise((resolve) => (open = resolve)));
    await until(() => health().catch(() => undefined));
    const ask = (headers: Record<string, string>): Promise<number> =>
      new Promise((resolve, reject) => {
        httpRequest({ host: '127.0.0.1', port, path: '/health', headers }, (answer) => {
          answer.resume();
          resolve(answer.statusCode ?? 0);
        })
          .once('error', reject)
          .end();
      });
    const requests = [
      { host: `localhost:${port}` },
      { host: 'evil.example' },
      { host: `127.0.0.1:${port}`, origin: 'https://evil.example' },
    ];
    expect(await Promise.all(requests.map(ask))).toEqual([503, 403, 403]);
    open();
    await starting;
    expect(await Promise.all(requests.map(ask))).toEqual([200, 403, 403]);
  });

  it('is 503 while it drains', async () => {
    const owner = await own();
    // A call whose body does not end: the owner waits for it for a while.
    const slow = httpRequest({
      host: '127.0.0.1',
      port,
      path: '/api/recall',
      method: 'POST',
      headers: {
        authorization: `Bearer ${new TokenFile(directory).read()}`,
        'content-type': 'application/json',
      },
    });
    slow.on('error', silent).write('{"query":');
    // Not before the call has been let in.
    await until(async () => (await health()).status === 200);
    await until(() => owner.health().state === 'ready');
    const drained = owner.drain('test');
    expect(await health()).toMatchObject({ status: 503, state: 'draining', reason: 'draining' });
    slow.destroy();
    await drained;
    server = undefined;
    await expect(health()).rejects.toThrow('fetch failed');
  });

  it('is 503 from when the database is found damaged until another one is served', async () => {
    const store = await files.open();
    await store.write(async (unit) => {
      for (let count = 0; count < 400; count += 1)
        await unit.memories.insert(sampleMemory({ content: `Number ${count}. ${'It is so. '.repeat(300)}` }));
    });
    await store.close();
    await own();
    client = new MemoryConnection({ directory, actor: { kind: 'cli', name: 'test' } });
    const list = () => client?.call(listMemoriesOperation, { all_projects: true, limit: 1000 });
    const bytes = readFileSync(directory.database);
    truncateSync(directory.database, 65_536);
    await expect(list()).rejects.toMatchObject({ code: expect.stringMatching(/corrupt|internal/) });
    // It is the owner nevertheless, and calls say what to do: clients stay with it.
    expect(await health()).toMatchObject({ status: 503, state: 'ready', reason: 'store_unusable' });
    expect(client.state.kind).toBe('connected');
    // Some calls are still answered from what has been read before.
    await client.call(statsOperation, {}).catch(silent);
    expect((await health()).reason).toBe('store_unusable');
    await server?.drain('backup is put in its place');
    for (const name of readdirSync(files.home))
      if (name.startsWith('memory.db')) rmSync(files.home + path.sep + name);
    writeFileSync(directory.database, bytes);
    await own();
    expect((await list())?.result.memories).toHaveLength(400);
    expect(await health()).toMatchObject({ status: 200, state: 'ready' });
  });

  it('is 200 when a call fails for another reason, and when the embedder is degraded', async () => {
    await own();
    client = new MemoryConnection({ directory, actor: { kind: 'cli', name: 'test' } });
    await expect(client.call(listMemoriesOperation, { cursor: 'nonsense' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect((await health()).status).toBe(200);
    client.dispose();
    await server?.drain('settings');
    writeFileSync(
      directory.configFile,
      JSON.stringify({ embedder: { provider: 'ollama', baseUrl: 'http://127.0.0.1:9', model: 'none' } }),
    );
    await own();
    expect((await health()).status).toBe(200);
  });
});

import type { RequestListener } from 'node:http';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import { readOwnerRecord } from '../../../src/home/ownerRecord.ts';
import { isProofOf } from '../../../src/home/proof.ts';
import { readServerFile } from '../../../src/home/serverFile.ts';
import { TokenFile } from '../../../src/home/token.ts';
import { MemoryBridgeError } from '../../../src/core/errors.ts';
import { healthSchema } from '../../../src/protocol/health.ts';
import {
  type Composition,
  type CompositionParts,
  type DrainLimits,
  MemoryServer,
} from '../../../src/server/memoryServer.ts';
import { systemClock } from '../../../src/server/systemClock.ts';
import { fetchWithTimeout, freePort } from '../../../dev/processes/processes.ts';
import { tempDirectory, type TempDirectory } from '../../../dev/files/tempDirectory.ts';
import { until } from '../../../dev/processes/until.ts';

const silent = () => {};
const logger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent };

let temp: TempDirectory;
let directory: DataDirectory;
let port: number;
let count = 0;
const servers: MemoryServer[] = [];

beforeAll(async () => {
  temp = await tempDirectory('drain');
});
beforeEach(async () => {
  directory = new DataDirectory(temp.join(`home-${++count}`));
  port = await freePort();
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.drain('test over')));
});
afterAll(() => temp.dispose());

type Compose = (parts: CompositionParts) => Promise<Composition>;

/** Those of the product make a test wait for seconds. */
const shortLimits: DrainLimits = { patience: 400, deadline: 800 };

async function acquire(compose: Compose, drainLimits?: DrainLimits) {
  const result = await MemoryServer.acquire({
    directory,
    hostKind: 'serve',
    port,
    clock: systemClock,
    logger,
    compose,
    ...(drainLimits && { drainLimits }),
  });
  if (result.outcome === 'owner') servers.push(result.server);
  return result;
}

async function own(compose: Compose, drainLimits?: DrainLimits): Promise<MemoryServer> {
  const result = await acquire(compose, drainLimits);
  if (result.outcome !== 'owner') throw new Error(result.outcome);
  return result.server;
}

/** A promise and what fulfils it. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = silent;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

const url = (path: string) => `http://127.0.0.1:${port}${path}`;

function isPortFree(): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

describe('an owner that drains', () => {
  it('finishes what runs, refuses what is new, closes the database, and frees the port last', async () => {
    const order: string[] = [];
    const answer = gate();
    const entered = gate();
    const listener: RequestListener = (_request, response) => {
      const reply = async () => {
        await answer.opened;
        order.push('answered');
        response.end('done');
      };
      entered.open();
      void reply();
    };
    const server = await own(async () => ({
      listener,
      close: async () => {
        order.push('closed', (await isPortFree()) ? 'port free' : 'port held');
      },
    }));
    server.onDraining((reason) => void order.push(`told ${reason}`));
    const running = fetchWithTimeout(url('/api/slow'));
    await entered.opened;
    const drained = server.drain('test');
    expect(server.drain('again')).toBe(drained);
    const refused = await fetchWithTimeout(url('/api/new'));
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toMatchObject({ error: { code: 'draining' } });
    expect(server.health().state).toBe('draining');
    answer.open();
    expect(await (await running).text()).toBe('done');
    await drained;
    expect(order).toEqual(['told test', 'answered', 'closed', 'port held']);
    expect(await isPortFree()).toBe(true);
    expect(await server.ended).toEqual({ kind: 'drained', reason: 'test' });
    expect(readOwnerRecord(directory)).toMatchObject({ released: true, epoch: 1 });
  });

  it('does not wait for ever for a request that never ends', async () => {
    const server = await own(async () => ({ listener: silent, close: async () => {} }), shortLimits);
    const hanging = fetchWithTimeout(url('/api/never')).catch((error: unknown) => error);
    await until(
      async () =>
        (await fetchWithTimeout(url('/api/never'), { timeoutMs: 50 }).catch(() => 'hangs')) === 'hangs',
    );
    const started = performance.now();
    await server.drain('test');
    expect(performance.now() - started).toBeLessThan(4_000);
    expect(await hanging).toBeInstanceOf(Error);
    expect(await isPortFree()).toBe(true);
  });

  it('is stuck when its database does not close, and then keeps the port until its process ends', async () => {
    const close = gate();
    const server = await own(async () => ({ listener: silent, close: () => close.opened }), shortLimits);
    const drained = server.drain('test');
    expect(await server.ended).toEqual({ kind: 'stuck', reason: 'test' });
    expect(await isPortFree()).toBe(false);
    expect(readOwnerRecord(directory)?.released).toBe(false);
    close.open();
    await drained;
  });

  it('steps down for a newer version only', async () => {
    const server = await own(async () => ({ listener: silent, close: async () => {} }));
    expect(server.stepDown({ version: '0.0.0-source', protocolVersion: 1 })).toMatchObject({
      accepted: false,
    });
    expect(server.health().state).toBe('ready');
    expect(server.stepDown({ version: '99.0.0', protocolVersion: 1 })).toEqual({ accepted: true });
    expect(await server.ended).toEqual({ kind: 'drained', reason: 'step_down' });
  });
});

describe('an owner that starts', () => {
  it('says who it is while it opens its database, and lets nobody in', async () => {
    const opening = gate();
    const seen = gate();
    const result = acquire(async () => {
      seen.open();
      await opening.opened;
      return { listener: (_request, response) => response.end('served'), close: async () => {} };
    });
    await seen.opened;
    const nonce = 'a-nonce-of-enough-characters';
    const answer = await fetchWithTimeout(url(`/health?nonce=${nonce}`));
    expect(answer.status).toBe(503);
    const health = healthSchema.parse(await answer.json());
    expect(health).toMatchObject({
      state: 'starting',
      reason: 'starting',
      dataDirId: readServerFile(directory)?.dataDirId,
    });
    expect(isProofOf(new TokenFile(directory).accepted(), nonce, health.proof ?? '')).toBe(true);
    const early = await fetchWithTimeout(url('/api/recall'));
    expect(early.status).toBe(503);
    expect(await early.json()).toMatchObject({ error: { code: 'unavailable' } });
    // A second contender learns that it has lost instead of taking the owner for a stranger.
    expect(await acquire(() => Promise.reject(new Error('never called')))).toMatchObject({ outcome: 'lost' });
    opening.open();
    expect((await result).outcome).toBe('owner');
    expect(await (await fetchWithTimeout(url('/api/recall'))).text()).toBe('served');
  });

  it('leaves port and directory free when the database cannot be opened', async () => {
    const error = new MemoryBridgeError('newer_database', 'Too new.');
    expect(await acquire(() => Promise.reject(error))).toEqual({ outcome: 'failed', error });
    expect(await isPortFree()).toBe(true);
    expect(readOwnerRecord(directory)).toMatchObject({ released: true });
    expect((await acquire(async () => ({ listener: silent, close: async () => {} }))).outcome).toBe('owner');
    expect(readOwnerRecord(directory)).toMatchObject({ released: false, epoch: 2 });
  });

  it('closes a database that opens after it was told to end', async () => {
    const opening = gate();
    let closed = 0;
    let early: MemoryServer | undefined;
    const result = acquire(async ({ lifecycle }) => {
      early = lifecycle as MemoryServer;
      await opening.opened;
      return { listener: silent, close: async () => void closed++ };
    });
    await until(() => early);
    const drained = early?.drain('test');
    opening.open();
    await Promise.all([result, drained]);
    expect(closed).toBe(1);
    expect(await isPortFree()).toBe(true);
  });
});

import { mkdirSync, writeFileSync } from 'node:fs';
import {
  createServer as createHttpServer,
  type IncomingHttpHeaders,
  type Server as HttpServer,
} from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import { proofOf } from '../../../src/home/proof.ts';
import { chooseServerFile } from '../../../src/home/serverFile.ts';
import { TokenFile } from '../../../src/home/token.ts';
import { product, protocolVersion } from '../../../src/core/product.ts';
import { buildOwnership, type OwnershipBundle } from '../../../dev/bundles/ownershipBundle.ts';
import {
  healthOf,
  portOf,
  readyOwner,
  startServe,
  Window,
} from '../../../dev/server/ownership/contenders.ts';
import { shortPatience } from '../../../dev/server/ownership/shortPatience.ts';
import { freePort, stopAllProcesses } from '../../../dev/processes/processes.ts';
import { tempDirectory, type TempDirectory } from '../../../dev/files/tempDirectory.ts';
import { until } from '../../../dev/processes/until.ts';

let temp: TempDirectory;
let bundle: OwnershipBundle;
let home: string;
let count = 0;
const listeners: (Server | HttpServer)[] = [];
const sockets = new Set<Socket>();

beforeAll(async () => {
  temp = await tempDirectory('ports');
  bundle = await buildOwnership(temp.join('dist'));
});
beforeEach(() => {
  home = temp.join(`home-${++count}`);
  mkdirSync(home);
});
afterEach(async () => {
  await stopAllProcesses();
  await closeListeners();
});
afterAll(() => temp.dispose());

async function closeListeners(): Promise<void> {
  await Promise.all(
    listeners.splice(0).map((server) => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      return closed;
    }),
  );
}

/** Binds as somebody who knows nothing of us; false when somebody else has the port already. */
function occupy(server: Server | HttpServer, port: number, host: string, ipv6Only = false): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.removeAllListeners('error').removeAllListeners('listening');
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.once('close', () => sockets.delete(socket));
    });
    server.listen({ port, host, ipv6Only }, () => {
      listeners.push(server);
      resolve(true);
    });
  });
}

async function refusalOf(
  args: readonly string[] = [],
  port?: number,
): Promise<{ code: string; message: string }> {
  const serve = startServe(bundle, { home, args, ...(port === undefined ? {} : { port }) });
  expect(await serve.exited).toEqual({ code: 1, signal: null });
  expect(serve.stdout).toBe('');
  return (JSON.parse(serve.stderr.trim()) as { error: { code: string; message: string } }).error;
}

describe('the port of a data directory', () => {
  it('is the next free one when a stranger has 9834 at the first run, and stays that', async () => {
    // When somebody else has it already, that is the stranger.
    await occupy(createServer(), 9834, '127.0.0.1');
    startServe(bundle, { home, isImpatient: true });
    await readyOwner(home);
    const port = portOf(home);
    expect(port).toBeGreaterThan(9834);
    await stopAllProcesses();
    await closeListeners();
    startServe(bundle, { home });
    await readyOwner(home);
    expect(portOf(home)).toBe(port);
  });

  it('is what the environment wished at the first run only', async () => {
    const port = await freePort();
    startServe(bundle, { home, port });
    await readyOwner(home);
    expect(portOf(home)).toBe(port);
    const other = startServe(bundle, { home, port: await freePort() });
    await other.waitForOutput(/standby/);
    expect(portOf(home)).toBe(port);
  });

  it('stays what an earlier release has chosen', async () => {
    const port = await freePort();
    writeFileSync(path.join(home, 'server.json'), JSON.stringify({ port, dataDirId: 'chosen-long-ago' }));
    startServe(bundle, { home });
    await readyOwner(home);
    expect(portOf(home)).toBe(port);
  });

  it('cannot be another one, whether an owner runs or not', async () => {
    const port = await freePort();
    const serve = startServe(bundle, { home, port });
    await readyOwner(home);
    const wanted = await freePort();
    const running = await refusalOf(['--port', String(wanted)]);
    expect(running.code).toBe('port_mismatch');
    expect(running.message).toContain(String(port));
    await serve.stop();
    expect((await refusalOf(['--port', String(wanted)])).code).toBe('port_mismatch');
    expect(await healthOf(home)).toBeUndefined();
  });

  it('is not given up for a stranger; memory comes back when the stranger goes', async () => {
    const port = await freePort();
    chooseServerFile(new DataDirectory(home), port);
    await occupy(
      createServer((socket) => socket.end('220 mail\r\n')),
      port,
      '127.0.0.1',
    );
    const refusal = await refusalOf();
    expect(refusal.code).toBe('port_taken');
    expect(refusal.message).toMatch(/used by \S+ \(process \d+\).*server\.json/);
    const window = new Window(bundle, { home });
    expect((await window.failed()).code).toBe('port_taken');
    await closeListeners();
    const { status } = await until(async () => {
      const answer = await window.status();
      return answer.status && answer;
    });
    expect(status).toMatchObject({ port });
  });

  it('is named in the error when --port wishes one that is taken', async () => {
    const port = await freePort();
    await occupy(
      createServer((socket) => socket.end()),
      port,
      '127.0.0.1',
    );
    const refusal = await refusalOf(['--port', String(port)]);
    expect(refusal.code).toBe('port_taken');
    expect(refusal.message).toContain(String(port));
  });

  it.each([
    ['0.0.0.0', false],
    ['::', false],
  ])('is taken by a listener on [%s]', async (host) => {
    const port = await freePort();
    chooseServerFile(new DataDirectory(home), port);
    await occupy(
      createServer((socket) => socket.end()),
      port,
      host,
    );
    expect((await refusalOf()).code).toBe('port_taken');
  });

  it('is ours beside a listener on [::1], which never hears of us', async () => {
    const port = await freePort();
    let heard = 0;
    const neighbour = createServer((socket) => {
      heard++;
      socket.destroy();
    });
    await occupy(neighbour, port, '::1', true);
    const window = new Window(bundle, { home, port });
    await window.connected();
    expect(portOf(home)).toBe(port);
    expect(heard).toBe(0);
  });
});

describe('a squatter on the port', () => {
  interface Squatter {
    readonly seen: { method: string | undefined; url: string | undefined; headers: IncomingHttpHeaders }[];
    readonly file: { port: number; dataDirId: string };
  }

  async function squat(proof: (nonce: string) => string | undefined, version = '9.9.9'): Promise<Squatter> {
    const directory = new DataDirectory(home).prepare();
    new TokenFile(directory).ensure();
    const file = chooseServerFile(directory, await freePort());
    const seen: Squatter['seen'] = [];
    const server = createHttpServer((request, response) => {
      seen.push({ method: request.method, url: request.url, headers: request.headers });
      const nonce = new URL(request.url ?? '', 'http://x').searchParams.get('nonce') ?? '';
      const health = {
        product,
        version,
        protocolVersion,
        dataDirId: file.dataDirId,
        pid: 1,
        hostKind: 'serve',
      };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ...health, state: 'ready', proof: proof(nonce) }));
    });
    await occupy(server, file.port, '127.0.0.1');
    return { seen, file };
  }

  it.each([
    ['without a proof', () => () => undefined],
    ['with a proof of its own', () => (nonce: string) => proofOf('a token of somebody else', nonce)],
    [
      'with an old proof',
      () => () => proofOf(new TokenFile(new DataDirectory(home)).ensure(), 'an old nonce'),
    ],
  ])('that answers /health %s is refused and gets no token', async (_name, make) => {
    const { seen, file } = await squat(make());
    const window = new Window(bundle, { home });
    expect((await window.failed()).code).toBe('port_taken');
    const answer = await window.status();
    expect(answer.status).toBeNull();
    expect(answer.error).toContain(`Port ${file.port}`);
    expect((await refusalOf()).code).toBe('port_taken');
    const token = new TokenFile(new DataDirectory(home)).ensure();
    expect(seen.length).toBeGreaterThan(1);
    for (const request of seen) {
      expect(request.method).toBe('GET');
      expect(request.headers.authorization).toBeUndefined();
      expect(JSON.stringify(request)).not.toContain(token);
    }
  });

  it('that knows the token but is of another data directory is refused', async () => {
    const { file } = await squat((nonce) => proofOf(new TokenFile(new DataDirectory(home)).ensure(), nonce));
    writeFileSync(
      new DataDirectory(home).serverFile,
      JSON.stringify({ ...file, dataDirId: 'another-directory' }),
    );
    const window = new Window(bundle, { home });
    expect((await window.failed()).code).toBe('port_taken');
  });

  it('that takes the port at the very moment the owner dies gets no token', async () => {
    const serve = startServe(bundle, { home, port: await freePort() });
    await readyOwner(home);
    const port = portOf(home);
    const window = new Window(bundle, { home });
    await window.connected();
    // Calls are under way and begin all the time, so that some begin between the death and its discovery.
    for (let writer = 1; writer <= 8; writer++) window.tell(`write writer-${writer}`);
    await until(() => window.acked().length > 8, { what: 'writes' });
    const heard: IncomingHttpHeaders[] = [];
    const server = createHttpServer((request, response) => {
      heard.push(request.headers);
      response.end('{}');
    });
    process.kill(serve.pid, 'SIGKILL');
    const deadline = performance.now() + 5_000;
    let isOurs = false;
    while (!isOurs && performance.now() < deadline) isOurs = await occupy(server, port, '127.0.0.1');
    expect(isOurs).toBe(true);
    expect((await window.failed()).code).toBe('port_taken');
    expect(heard.length).toBeGreaterThan(0);
    expect(heard.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
  });

  it('that accepts connections and says nothing is told apart from a hung owner', async () => {
    const port = await freePort();
    const directory = new DataDirectory(home).prepare();
    new TokenFile(directory).ensure();
    chooseServerFile(directory, port);
    await occupy(
      createServer(() => {}),
      port,
      '127.0.0.1',
    );
    const window = new Window(bundle, { home, patience: shortPatience });
    const failed = await until(() => window.state?.state === 'failed' && window.state, { timeoutMs: 30_000 });
    expect(failed.code).toBe('port_taken');
    await window.process.kill();
  });
});

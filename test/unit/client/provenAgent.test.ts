import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { LoopbackError, loopbackRequest } from '../../../src/client/loopbackRequest.ts';
import { proofOf } from '../../../src/home/proof.ts';
import { ProvenAgent } from '../../../src/client/provenAgent.ts';
import type { Health } from '../../../src/protocol/health.ts';
import { product, protocolVersion } from '../../../src/core/product.ts';

const token = 'the token of this directory';
const servers: Server[] = [];
let agent: ProvenAgent;

afterEach(async () => {
  agent.destroy();
  await Promise.all(
    servers.splice(0).map((server) => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    }),
  );
});

interface Seen {
  readonly url: string;
  readonly authorization: string | undefined;
}

async function portOf(server: Server | TcpServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Answers `/health` with a proof made with `secret`, and everything else with its path. */
async function serve(secret: string, seen: Seen[] = []): Promise<number> {
  const listener: RequestListener = (request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    seen.push({ url: url.pathname, authorization: request.headers.authorization });
    const health: Health = {
      product,
      version: '1.0.0',
      protocolVersion,
      dataDirId: 'directory',
      pid: 1,
      hostKind: 'serve',
      state: 'ready',
      proof: proofOf(secret, url.searchParams.get('nonce') ?? ''),
    };
    const body = url.pathname === '/health' ? JSON.stringify(health) : url.pathname;
    response.setHeader('content-length', Buffer.byteLength(body));
    response.end(body);
  };
  const server = createServer(listener);
  servers.push(server);
  return portOf(server);
}

function ask(port: number, path: string) {
  return loopbackRequest({
    port,
    method: 'POST',
    path,
    headers: { authorization: `Bearer ${token}` },
    body: '{}',
    timeoutMs: 2_000,
    agent,
  });
}

describe('a proven connection', () => {
  it('is proven once and then used again', async () => {
    agent = new ProvenAgent(() => [token]);
    const seen: Seen[] = [];
    const port = await serve(token, seen);
    for (const path of ['/one', '/two', '/three']) expect((await ask(port, path)).body).toBe(path);
    expect(seen.map(({ url }) => url)).toEqual(['/health', '/one', '/two', '/three']);
    expect(seen[0]?.authorization).toBeUndefined();
  });

  it('may be proven with the token before the current one', async () => {
    agent = new ProvenAgent(() => ['new token', token]);
    expect((await ask(await serve(token), '/one')).status).toBe(200);
  });

  it('serves many calls at once', async () => {
    agent = new ProvenAgent(() => [token]);
    const port = await serve(token);
    const paths = Array.from({ length: 40 }, (_, index) => `/call/${index}`);
    expect((await Promise.all(paths.map((path) => ask(port, path)))).map(({ body }) => body)).toEqual(paths);
  });

  it('to a stranger is given up before the token is sent', async () => {
    agent = new ProvenAgent(() => [token]);
    const seen: Seen[] = [];
    const port = await serve('another token', seen);
    await expect(ask(port, '/one')).rejects.toMatchObject({ kind: 'broken' });
    expect(seen).toEqual([{ url: '/health', authorization: undefined }]);
  });

  it.each([
    ['nonsense', 'what do you want?\r\n\r\n'],
    ['no length', 'HTTP/1.1 200 OK\r\n\r\n{"proof":"x"}'],
    ['an endless answer', `HTTP/1.1 200 OK\r\nX: ${'y'.repeat(20_000)}`],
  ])('to somebody who answers with %s is given up', async (_name, answer) => {
    agent = new ProvenAgent(() => [token]);
    let heard = '';
    const server = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', (chunk) => (heard += chunk.toString()));
      socket.once('data', () => socket.end(answer));
    });
    const port = await portOf(server);
    await expect(ask(port, '/one')).rejects.toThrow(LoopbackError);
    expect(heard).toMatch(/^GET \/health\?nonce=/);
    expect(heard).not.toContain(token);
    server.close();
  });

  it('to nobody says so', async () => {
    agent = new ProvenAgent(() => [token]);
    const server = createTcpServer();
    const port = await portOf(server);
    await new Promise((resolve) => server.close(resolve));
    await expect(ask(port, '/one')).rejects.toMatchObject({ kind: 'refused' });
  });
});

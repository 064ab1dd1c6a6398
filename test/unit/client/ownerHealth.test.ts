import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { loopbackRequest } from '../../../src/client/loopbackRequest.ts';
import { probe } from '../../../src/client/probe.ts';
import { proofOf } from '../../../src/home/proof.ts';
import { ProvenAgent } from '../../../src/client/provenAgent.ts';
import { type Health, healthStatus, unreadyReason } from '../../../src/protocol/health.ts';
import { product, protocolVersion } from '../../../src/core/product.ts';
import { waitUntilServing } from '../../../dev/server/memoryServer.mjs';

const token = 'the token of this directory';
const servers: Server[] = [];

afterEach(async () => {
  await Promise.all(
    servers.splice(0).map((server) => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    }),
  );
});

type Answer = readonly [status: number, body: (nonce: string) => unknown];

/** Answers `/health` with one after another, the last one for ever; everything else with 200. */
async function serve(...answers: readonly Answer[]): Promise<{ port: number; asked: () => number }> {
  let asked = 0;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    const answer = answers[Math.min(asked, answers.length - 1)];
    if (url.pathname !== '/health' || !answer) return response.end('{}');
    asked += 1;
    const body = answer[1](url.searchParams.get('nonce') ?? '');
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(answer[0], { 'content-length': Buffer.byteLength(text), 'retry-after': '1' });
    return response.end(text);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, asked: () => asked };
}

const health = (rest: Partial<Health>): Health => ({
  product,
  version: '1.0.0',
  protocolVersion,
  dataDirId: 'directory',
  pid: 1,
  hostKind: 'serve',
  state: 'ready',
  ...rest,
});
const ours =
  (rest: object = {}) =>
  (nonce: string) => ({ ...health({}), proof: proofOf(token, nonce), ...rest });

const ready: Answer = [200, ours()];
const owners: [name: string, answer: Answer, reason: string | undefined][] = [
  ['is ready', ready, undefined],
  ['starts', [503, ours({ state: 'starting', reason: 'starting' })], 'starting'],
  ['drains', [503, ours({ state: 'draining', reason: 'draining' })], 'draining'],
  ['cannot use its database', [503, ours({ reason: 'store_unusable' })], 'store_unusable'],
  ['is older and starts', [200, ours({ state: 'starting' })], 'starting'],
  ['is older and drains', [200, ours({ state: 'draining' })], 'draining'],
  ['is newer and has reasons of its own', [503, ours({ reason: 'moving', since: 7 })], 'moving'],
];
const strangers: [name: string, answer: Answer][] = [
  ['answers 503 in HTML', [503, () => '<h1>Service Unavailable</h1>']],
  ['answers 503 without a proof', [503, () => health({ state: 'starting', reason: 'starting' })]],
  ['answers 503 with a proof of its own', [503, (nonce) => ours({ proof: proofOf('another', nonce) })('')]],
  ['answers 200 for its own health', [200, () => ({ status: 'ok', state: 'ready' })]],
];

describe('an owner by its health', () => {
  it.each(owners)('is known when it %s', async (_name, answer, reason) => {
    const { port } = await serve(answer);
    const found = await probe({ port, tokens: () => [token], dataDirId: 'directory' });
    expect(found.kind).toBe('owner');
    expect(found.kind === 'owner' && unreadyReason(found.health)).toBe(reason);
  });

  it.each(owners)('is trusted with the token when it %s', async (_name, answer) => {
    const { port } = await serve(answer);
    const agent = new ProvenAgent(() => [token]);
    const request = {
      port,
      method: 'POST',
      path: '/api/recall',
      body: '{}',
      timeoutMs: 2_000,
      agent,
    } as const;
    expect((await loopbackRequest(request)).status).toBe(200);
    agent.destroy();
  });

  it.each(strangers)('is told from a stranger that %s', async (_name, answer) => {
    const { port } = await serve(answer);
    expect((await probe({ port, tokens: () => [token], dataDirId: 'directory' })).kind).toBe('stranger');
    const agent = new ProvenAgent(() => [token]);
    const request = {
      port,
      method: 'POST',
      path: '/api/recall',
      body: '{}',
      timeoutMs: 2_000,
      agent,
    } as const;
    await expect(loopbackRequest(request)).rejects.toMatchObject({ kind: 'broken' });
    agent.destroy();
  });

  it('says by its status what is true', () => {
    expect(healthStatus(health({}))).toBe(200);
    expect(healthStatus(health({ state: 'starting' }))).toBe(503);
    expect(healthStatus(health({ state: 'draining', reason: 'draining' }))).toBe(503);
    expect(healthStatus(health({ reason: 'store_unusable' }))).toBe(503);
  });
});

describe('npm start', () => {
  const url = (port: number) => `http://127.0.0.1:${port}`;
  const starting: Answer = [503, ours({ state: 'starting', reason: 'starting' })];
  const olderStarting: Answer = [200, ours({ state: 'starting' })];
  const stranger: Answer = [200, () => ({ status: 'ok' })];
  const page: Answer = [200, () => '<h1>Hello</h1>'];

  it.each<[string, Answer[]]>([
    ['one that starts', [starting, starting, ready]],
    ['an older one that starts', [olderStarting, olderStarting, ready]],
    ['one in the place of another that drains', [[503, ours({ state: 'draining' })], starting, ready]],
    ['one whose database is unusable for a moment', [[503, ours({ reason: 'store_unusable' })], ready]],
    ['one that comes after a stranger', [stranger, page, ready]],
  ])('waits for %s to serve', async (_name, answers) => {
    const { port, asked } = await serve(...answers);
    await waitUntilServing(url(port));
    expect(asked()).toBe(answers.length);
  });

  it('gives an owner that is coming more time than it gives silence', async () => {
    const { port, asked } = await serve(starting, starting, starting, starting, ready);
    await waitUntilServing(url(port), 150);
    expect(asked()).toBe(5);
  });

  it.each<[string, Answer]>([
    ['a stranger', stranger],
    ['a page', page],
    ['one that only drains', [503, ours({ state: 'draining', reason: 'draining' })]],
  ])('does not take %s for a server that serves', async (_name, answer) => {
    const { port } = await serve(answer);
    await expect(waitUntilServing(url(port), 250)).rejects.toThrow(
      `No memory server serves at ${url(port)}.`,
    );
  });
});

import { createHmac } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { createParser } from 'eventsource-parser';
import { afterEach, describe, expect, it } from 'vitest';
import { MemoryBridgeError } from '../../../src/core/errors.ts';
import { eventSchema, type MemoryEvent } from '../../../src/protocol/events.ts';
import { encodeHeaderValue } from '../../../src/protocol/headerValue.ts';
import { healthSchema } from '../../../src/protocol/health.ts';
import { startHttpApp, testToken, type HttpApp, type HttpAppOptions } from '../../../dev/server/httpApp.ts';
import { until } from '../../../dev/processes/until.ts';

const open: HttpApp[] = [];

async function start(overrides?: HttpAppOptions): Promise<HttpApp> {
  const app = await startHttpApp(overrides);
  open.push(app);
  return app;
}

afterEach(async () => {
  for (const app of open.splice(0)) await app[Symbol.asyncDispose]();
});

/** A call over the connection of an agent, which `fetch` does not let one choose. Resolves to the status. */
function postOver(agent: Agent, app: HttpApp, path: string, body: object, actor: string): Promise<number> {
  const headers = {
    authorization: `Bearer ${testToken}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'x-memory-actor': actor,
  };
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      { agent, host: '127.0.0.1', port: app.port, path, method: 'POST', headers },
      (incoming) => incoming.resume().once('end', () => resolve(incoming.statusCode ?? 0)),
    );
    outgoing.once('error', reject).end(JSON.stringify(body));
  });
}

describe('GET /health', () => {
  it('answers without a token and without content', async () => {
    const app = await start();
    const answer = await fetch(`${app.url}/health`);

    expect(answer.status).toBe(200);
    expect(Object.keys(healthSchema.strict().parse(await answer.json())).sort()).toEqual([
      'dataDirId',
      'hostKind',
      'pid',
      'product',
      'protocolVersion',
      'state',
      'version',
    ]);
  });

  it.each([
    [15, false],
    [16, true],
    [128, true],
    [129, false],
  ])('answers a nonce of %i characters with a proof: %s', async (length, proves) => {
    const app = await start();
    const nonce = 'n'.repeat(length);
    const health = healthSchema.parse(await (await fetch(`${app.url}/health?nonce=${nonce}`)).json());

    const proof = createHmac('sha256', testToken).update(nonce).digest('hex');
    expect(health.proof).toBe(proves ? proof : undefined);
  });

  it('says that the server is stopping', async () => {
    const app = await start();
    app.drain('test');
    const answer = await fetch(`${app.url}/health?nonce=${'n'.repeat(16)}`);

    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    const health = healthSchema.strict().parse(await answer.json());
    expect(health).toMatchObject({ state: 'draining', reason: 'draining', proof: expect.any(String) });
  });
});

describe('POST /api/<operation>', () => {
  it('hands over who calls, about what, and with which key', async () => {
    const app = await start();
    await app.post(
      '/api/remember',
      { content: 'a' },
      {
        'x-memory-actor': 'editor/vscode',
        'x-memory-project': encodeHeaderValue('/home/zoë/проект 100%'),
        'x-memory-session': 'session-1',
        'idempotency-key': 'key-1',
      },
    );

    const [call] = app.dispatcher.calls;
    expect(call?.name).toBe('remember');
    expect(call?.input).toEqual({ content: 'a' });
    expect(call?.context).toMatchObject({
      actor: { kind: 'editor', name: 'vscode' },
      project: '/home/zoë/проект 100%',
      sessionId: 'session-1',
      idempotencyKey: 'key-1',
    });
  });

  it.each([
    ['user', { kind: 'user' }],
    ['system/me', { kind: 'agent', name: 'me' }],
    ['nobody', { kind: 'agent', name: 'curl' }],
  ])('takes the actor %s for what it may be', async (header, actor) => {
    const app = await start();
    await app.post('/api/recall', {}, { 'x-memory-actor': header, 'user-agent': 'curl/8' });

    expect(app.dispatcher.calls[0]?.context.actor).toMatchObject(actor);
  });

  it('serves internal operations to our own clients', async () => {
    const app = await start();

    expect((await app.post('/api/configure', {})).status).toBe(200);
  });

  it('answers an empty body as an empty object', async () => {
    const app = await start();
    const answer = await app.request('/api/stats', { method: 'POST' });

    expect(answer.status).toBe(200);
    expect(app.dispatcher.calls[0]?.input).toEqual({});
  });

  it('passes refusals on with their code, and when to come again', async () => {
    const app = await start();
    app.dispatcher.answer = () => {
      throw new MemoryBridgeError('conflict', 'It has changed.', { details: { revision: 3 }, retryAfter: 2 });
    };
    const answer = await app.post('/api/update_memory', {});

    expect(answer.status).toBe(409);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(await answer.json()).toEqual({
      error: { code: 'conflict', message: 'It has changed.', details: { revision: 3 } },
    });
  });

  it('keeps the details of its own faults for the log', async () => {
    const app = await start();
    app.dispatcher.answer = () => {
      throw new Error('secret internals');
    };
    const answer = await app.post('/api/recall', { query: 'x' });
    const text = await answer.text();

    expect(answer.status).toBe(500);
    expect(text).not.toContain('secret');
    expect(JSON.stringify(app.log)).toContain('secret internals');
  });

  it('gives up on what takes too long, and stops it', async () => {
    const app = await start({ operationTimeoutMs: 50 });
    let stopped = false;
    app.dispatcher.answer = ({ context }) =>
      new Promise(() => context.signal.addEventListener('abort', () => (stopped = true)));
    const answer = await app.post('/api/recall', { query: 'x' });

    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('idempotency key');
    expect(stopped).toBe(true);
  });
});

describe('turns of clients', () => {
  it('are those of a connection that comes back, whichever door it uses', async () => {
    const app = await start();
    const input = { query: 'x' };
    const params = { name: 'recall', arguments: input };
    const tool = { jsonrpc: '2.0', id: 1, method: 'tools/call', params };
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await postOver(agent, app, '/mcp', tool, 'agent/opencode');
    await postOver(agent, app, '/mcp', tool, 'agent/opencode');
    await postOver(agent, app, '/api/recall', input, 'agent/opencode');
    await postOver(agent, app, '/api/recall', input, 'agent/never');
    agent.destroy();

    expect(app.dispatcher.calls.map(({ context }) => context.lane)).toEqual([
      { client: 'strangers', part: '' },
      { client: 'agent|opencode', part: '' },
      { client: 'agent|opencode', part: '' },
      { client: 'strangers', part: '' },
    ]);
  });

  it('are not taken by who only listens', async () => {
    const app = await start({ doorLimits: { ofOneLane: 1, ofAll: 1 } });
    const streams = [await app.request('/api/events'), await app.request('/api/events')];
    expect((await app.post('/api/recall', { query: 'x' })).status).toBe(200);
    for (const stream of streams) await stream.body?.cancel();
  });
});

describe('the rate limit', () => {
  it('counts together who gives a new name each time, and nobody else with them', async () => {
    const app = await start({ rateLimit: { requests: 20, seconds: 60 } });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const window = new Agent({ keepAlive: true, maxSockets: 1 });
    const vscode = () => postOver(window, app, '/api/recall', {}, 'editor/vscode');
    const before = await vscode();
    const statuses: number[] = [];
    for (let count = 0; count < 25; count += 1)
      statuses.push(await postOver(agent, app, '/api/recall', {}, `agent/new-${count}`));
    // The first call of the window was a stranger's, too.
    expect(statuses).toEqual([...Array(19).fill(200), ...Array(6).fill(429)]);
    expect([before, await vscode()]).toEqual([200, 200]);
    for (const each of [agent, window]) each.destroy();
  });

  it('holds up a client that hammers, and nobody else', async () => {
    const app = await start({ rateLimit: { requests: 20, seconds: 60 } });
    const statuses: number[] = [];
    for (let count = 0; count < 25; count += 1) {
      statuses.push((await app.post('/api/recall', {}, { 'x-memory-actor': 'agent/hammer' })).status);
    }
    const refused = await app.post('/api/recall', {}, { 'x-memory-actor': 'agent/hammer' });
    const other = await app.post('/api/recall', {}, { 'x-memory-actor': 'editor/vscode' });

    expect(statuses).toEqual([...Array(20).fill(200), ...Array(5).fill(429)]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(await refused.json()).toMatchObject({ error: { code: 'rate_limited' } });
    expect(other.status).toBe(200);
    expect(app.dispatcher.calls).toHaveLength(21);
  });
});

describe('GET /api/events', () => {
  async function follow(
    app: HttpApp,
  ): Promise<{ events: MemoryEvent[]; ended: Promise<void>; stop(): void }> {
    const abort = new AbortController();
    const answer = await app.request('/api/events', { signal: abort.signal });
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    const events: MemoryEvent[] = [];
    const parser = createParser({ onEvent: ({ data }) => events.push(eventSchema.parse(JSON.parse(data))) });
    const ended = (async () => {
      const decoder = new TextDecoder();
      for await (const chunk of answer.body ?? []) parser.feed(decoder.decode(chunk, { stream: true }));
    })();
    ended.catch(() => undefined);
    return { events, ended, stop: () => abort.abort() };
  }

  it('says hello first, then what happens, with heartbeats between', async () => {
    const app = await start({ heartbeatMs: 20 });
    const stream = await follow(app);
    await until(() => app.events.streamCount === 1);
    app.events.emit({ kind: 'sessions', ids: ['s1'] });
    await until(() => stream.events.some(({ kind }) => kind === 'heartbeat'));

    expect(stream.events[0]).toMatchObject({ kind: 'hello', dataDirId: 'test-directory', epoch: 7 });
    expect(stream.events).toContainEqual({ kind: 'sessions', ids: ['s1'] });
    stream.stop();
    await until(() => app.events.streamCount === 0);
  });

  it('ends with a farewell when the server stops', async () => {
    const app = await start();
    const stream = await follow(app);
    await until(() => app.events.streamCount === 1);
    app.drain('A newer version takes over.');
    await stream.ended;

    expect(stream.events.at(-1)).toEqual({ kind: 'draining', reason: 'A newer version takes over.' });
    expect(app.events.streamCount).toBe(0);
  });

  it('lets go of a client that does not read', async () => {
    const app = await start();
    const socket = connect(app.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      `GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:${app.port}\r\nAuthorization: Bearer ${testToken}\r\n\r\n`,
    );
    await until(() => app.events.streamCount === 1);
    socket.pause();
    const ids = Array.from({ length: 500 }, () => 'x'.repeat(36));
    await until(
      () => {
        for (let count = 0; count < 100; count += 1) app.events.emit({ kind: 'loops', ids });
        return app.events.streamCount === 0;
      },
      { intervalMs: 5, what: 'the end of the stream' },
    );
    socket.destroy();

    expect(app.log).toContainEqual(expect.objectContaining({ level: 'warn' }));
  });
});

describe('GET /stats and /metrics', () => {
  it('answers the statistics as they are', async () => {
    const app = await start();

    expect(await (await app.request('/stats')).json()).toEqual({ name: 'stats' });
  });

  it('counts operations by outcome, and refusals', async () => {
    const app = await start();
    await app.post('/api/recall', { query: 'x' });
    app.dispatcher.answer = () => {
      throw new MemoryBridgeError('not_found', 'Gone.');
    };
    await app.post('/api/get_memory', {});
    await app.post('/api/no_such_thing', {});
    const answer = await app.request('/metrics');
    const text = await answer.text();

    expect(answer.headers.get('content-type')).toContain('text/plain');
    expect(text).toContain('memory_bridge_operations_total{operation="recall",outcome="ok"} 1');
    expect(text).toContain('memory_bridge_operations_total{operation="get_memory",outcome="not_found"} 1');
    expect(text).toContain('memory_bridge_operation_seconds_count{operation="recall"} 1');
    expect(text).toContain('memory_bridge_refused_requests_total{status="404"} 2');
    expect(text).not.toContain('no_such_thing');
  });
});

describe('POST /admin/step-down', () => {
  it('asks the owner', async () => {
    const app = await start();
    const answer = await app.post('/admin/step-down', { version: '9.9.9', protocolVersion: 1 });

    expect(await answer.json()).toEqual({ accepted: true });
    expect(app.stepDowns).toEqual([{ version: '9.9.9', protocolVersion: 1 }]);
  });

  it('needs to know who asks', async () => {
    const app = await start();
    const answer = await app.post('/admin/step-down', { version: 9 });

    expect(answer.status).toBe(400);
    expect(app.stepDowns).toEqual([]);
  });
});

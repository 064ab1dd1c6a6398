import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { previousToken, startHttpApp, testToken, type HttpApp } from '../../../dev/server/httpApp.ts';

const authorized = { authorization: `Bearer ${testToken}` };
const json = { 'content-type': 'application/json' };

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  error: { code: string; message: string; details?: Record<string, unknown> };
}

describe('requests that are refused', () => {
  let app: HttpApp;

  beforeEach(async () => {
    app = await startHttpApp();
  });
  afterEach(async () => {
    await app[Symbol.asyncDispose]();
  });

  /** `fetch` cannot set Host, nor leave the length of a body out, so these go out by hand. */
  function send(options: {
    path?: string;
    method?: string;
    headers?: Record<string, string>;
    body?: string | readonly string[];
  }): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const { path = '/api/remember', method = 'POST', headers = {}, body = '{}' } = options;
      const outgoing = httpRequest(
        { host: '127.0.0.1', port: app.port, path, method, headers, timeout: 5_000 },
        (incoming) => {
          let text = '';
          incoming.setEncoding('utf8');
          incoming.on('data', (chunk: string) => (text += chunk));
          incoming.on('end', () => {
            const status = incoming.statusCode ?? 0;
            // What was not refused, such as a stream, is no JSON.
            if (status < 400) return reject(new Error(`Answered with ${status}: ${text.slice(0, 200)}`));
            const parsed = JSON.parse(text) as { error: Answer['error'] };
            resolve({ status, headers: incoming.headers, error: parsed.error });
          });
        },
      );
      outgoing.on('error', reject);
      if (typeof body === 'string') outgoing.end(body);
      else {
        // Without parts the body that was announced never comes.
        for (const part of body) outgoing.write(part);
        if (body.length > 0) outgoing.end();
        else outgoing.flushHeaders();
      }
    });
  }

  /** Nothing may have come through, whatever the answer said. */
  function expectUntouched(): void {
    expect(app.dispatcher.calls).toEqual([]);
  }

  it('has no token', async () => {
    const answer = await send({ headers: json });

    expect(answer.status).toBe(401);
    expect(answer.error.code).toBe('unauthorized');
    expect(answer.error.message).toContain('Authorization: Bearer');
    expect(answer.headers['www-authenticate']).toContain('Bearer');
    expectUntouched();
  });

  it.each([
    ['a wrong token', `Bearer ${'0'.repeat(64)}`],
    ['a token that is too short', 'Bearer f'],
    ['another scheme', `Basic ${testToken}`],
    ['the bare token', testToken],
  ])('has %s', async (_name, authorization) => {
    const answer = await send({ headers: { ...json, authorization } });

    expect(answer.status).toBe(401);
    expect(answer.error.code).toBe('unauthorized');
    expectUntouched();
  });

  it('guesses tokens, which is soon answered no more', async () => {
    const statuses = new Set<number>();
    for (let guess = 0; guess < 130; guess += 1) {
      const { status } = await send({ headers: { authorization: `Bearer ${guess}` } });
      statuses.add(status);
    }

    expect([...statuses]).toEqual([401, 429]);
    const honest = await app.post('/api/recall', { query: 'x' });
    expect(honest.status).toBe(200);
  });

  it.each(['/mcp', '/mcp/full', '/stats', '/metrics', '/api/events', '/admin/step-down', '/elsewhere'])(
    'asks for %s without a token',
    async (path) => {
      const answer = await send({ path, method: 'GET', body: '' });

      expect(answer.status).toBe(401);
    },
  );

  it.each(['evil.example', 'evil.example:9824', '[::1]', '127.0.0.1', '0.0.0.0', '127.0.0.1:1'])(
    'has the Host %s',
    async (host) => {
      const name = host === '[::1]' || host === '0.0.0.0' ? `${host}:${app.port}` : host;
      const answer = await send({ headers: { ...authorized, ...json, host: name } });

      expect(answer.status).toBe(403);
      expect(answer.error.message).toContain(`127.0.0.1:${app.port}`);
      expectUntouched();
    },
  );

  it.each([
    'http://evil.example',
    'https://127.0.0.1',
    'null',
    'vscode-webview://abc',
    'http://localhost:1',
    'http://127.0.0.1.evil.example',
  ])('comes from the origin %s', async (origin) => {
    const answer = await send({ headers: { ...authorized, ...json, origin } });

    expect(answer.status).toBe(403);
    expect(answer.error.code).toBe('forbidden');
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expectUntouched();
  });

  it('is a preflight, which gets no leave', async () => {
    const answer = await send({
      method: 'OPTIONS',
      headers: {
        ...authorized,
        origin: `http://127.0.0.1:${app.port}`,
        'access-control-request-method': 'POST',
      },
      body: '',
    });

    expect(answer.status).toBe(405);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it.each(['/api/remember', '/mcp'])(
    'says that its body for %s is too large, and is not read',
    async (path) => {
      const length = String(1024 * 1024 + 1);
      const answer = await send({
        path,
        headers: { ...authorized, ...json, 'content-length': length },
        body: [],
      });

      expect(answer.status).toBe(413);
      expect(answer.error.message).toContain('1 MiB');
      expect(answer.headers['connection']).toBe('close');
      expectUntouched();
    },
  );

  it('has a body of unknown length that turns out too large', async () => {
    const parts = ['{"content":"', ...Array.from({ length: 20 }, () => 'x'.repeat(64 * 1024)), '"}'];
    const answer = await send({ headers: { ...authorized, ...json }, body: parts });

    expect(answer.status).toBe(413);
    expect(answer.error).toEqual({ code: 'too_large', message: expect.stringContaining('1 MiB') as string });
    expectUntouched();
  });

  const wide = (count: number) => `{"tags":[${Array.from({ length: count }, () => '1').join(',')}]}`;
  const fields = (count: number) => `{${Array.from({ length: count }, (_, at) => `"k${at}":1`).join(',')}}`;
  const deep = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  const deepFields = (depth: number) => `{"a":${'{"b":'.repeat(depth)}1${'}'.repeat(depth)}}`;
  const message = (input: string) =>
    `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"recall","arguments":${input}}}`;
  const doors: [path: string, bodyOf: (input: string) => string][] = [
    ['/api/recall', (input) => input],
    ['/mcp', message],
    ['/mcp/full', message],
  ];
  const shapes: [what: string, make: (size: number) => string, fits: number, breaks: number[]][] = [
    ['lists within lists', deep, 20, [40, 1_000, 500_000]],
    ['objects within objects', deepFields, 20, [40, 1_000, 150_000]],
    ['a list that is too long', wide, 4_000, [10_001, 500_000]],
    ['too many fields', fields, 4_000, [5_001, 80_000]],
  ];
  it.each(doors.flatMap(([path, bodyOf]) => shapes.map((shape) => [path, ...shape, bodyOf] as const)))(
    'has for %s a body of %s, and is let through when it has fewer',
    async (path, _what, make, fits, breaks, bodyOf) => {
      const headers = { ...authorized, ...json, accept: 'application/json, text/event-stream' };
      for (const size of breaks) {
        const answer = await send({ path, headers, body: bodyOf(make(size)) });
        expect([400, 413]).toContain(answer.status);
        expect(['invalid_input', 'too_large']).toContain(answer.error.code);
        expect(answer.error.message).toMatch(/levels deep|values and names/);
      }
      expectUntouched();
      const answer = await app.request(path, { method: 'POST', headers, body: bodyOf(make(fits)) });
      expect(answer.status).toBe(200);
      await answer.text();
      expect(app.dispatcher.calls).toHaveLength(1);
    },
  );

  it.each([
    ['{"content": ', 'not valid JSON'],
    ['{"content": "a",}', 'not valid JSON'],
    ['[]', 'not a list'],
    ['null', 'not null'],
    ['"text"', 'not a string'],
  ])('has the body %s', async (body, expected) => {
    const answer = await send({ headers: { ...authorized, ...json }, body });

    expect(answer.status).toBe(400);
    expect(answer.error.code).toBe('invalid_input');
    expect(answer.error.message).toContain(expected);
    expectUntouched();
  });

  it('has another content type, as forms of web pages do', async () => {
    const answer = await send({ headers: { ...authorized, 'content-type': 'text/plain' }, body: '{}' });

    expect(answer.status).toBe(400);
    expect(answer.error.message).toContain('Content-Type: application/json');
    expectUntouched();
  });

  it('has bytes that are no text', async () => {
    const answer = await app.request('/api/remember', {
      method: 'POST',
      headers: json,
      body: new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
    });

    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('UTF-8');
    expectUntouched();
  });

  it('names an operation that does not exist', async () => {
    const answer = await send({ path: '/api/remembr', headers: { ...authorized, ...json } });

    expect(answer.status).toBe(404);
    expect(answer.error).toEqual({
      code: 'unknown_operation',
      message: 'There is no operation "remembr". Did you mean remember?',
      details: { close: ['remember'] },
    });
    expectUntouched();
  });

  it('names nothing like an operation', async () => {
    const answer = await send({ path: '/api/zzzzzzzz', headers: { ...authorized, ...json } });

    expect(answer.status).toBe(404);
    expect(answer.error.message).toContain('There are: recall, remember,');
  });

  it.each([
    ['GET', '/api/recall', 'POST'],
    ['PUT', '/api/recall', 'POST'],
    ['POST', '/api/events', 'GET'],
    ['POST', '/stats', 'GET'],
    ['DELETE', '/metrics', 'GET'],
    ['GET', '/admin/step-down', 'POST'],
    ['POST', '/health', 'GET'],
  ])('uses %s on %s', async (method, path, allowed) => {
    const answer = await send({ method, path, headers: authorized, body: '' });

    expect(answer.status).toBe(405);
    expect(answer.headers['allow']).toBe(allowed);
    expectUntouched();
  });

  it('asks only for the head of the event stream', async () => {
    const answer = await app.request('/api/events', { method: 'HEAD' });

    expect(answer.status).toBe(405);
    expect(app.events.streamCount).toBe(0);
  });

  it('asks for something that is not there', async () => {
    const answer = await send({ method: 'GET', path: '/favicon.ico', headers: authorized, body: '' });

    expect(answer.status).toBe(404);
    expect(answer.error.code).toBe('not_found');
  });

  it('comes while the server is stopping', async () => {
    app.drain('test');
    const answer = await send({ headers: { ...authorized, ...json } });

    expect(answer.status).toBe(503);
    expect(answer.error.code).toBe('draining');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expectUntouched();
  });

  it('lets requests through that are meant for it', async () => {
    const own = `http://localhost:${app.port}`;
    const answer = await app.post('/api/recall', { query: 'x' }, { origin: own });

    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ result: { name: 'recall' }, text: 'done: recall' });
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('takes the token of before a rotation too', async () => {
    const answer = await app.post('/api/recall', {}, { authorization: `Bearer ${previousToken}` });

    expect(answer.status).toBe(200);
  });
});

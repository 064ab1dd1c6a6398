import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCli, startCli } from '../../../dev/bundles/cliBundle.ts';
import { freePort, stopAllProcesses } from '../../../dev/processes/processes.ts';
import { tempDirectory, type TempDirectory } from '../../../dev/files/tempDirectory.ts';

interface Reply {
  status: number;
  retryAfter: string | null;
  body: {
    result?: Record<string, unknown>;
    text?: string;
    error?: { code: string; message: string };
  };
}

describe('a whole server and the requests it refuses', () => {
  let temp: TempDirectory;
  let url: string;
  let token: string;

  beforeAll(async () => {
    temp = await tempDirectory('http-store');
    const bundle = await buildCli(temp.join('dist'));
    const home = await temp.makeDirectory('home');
    const port = await freePort();
    await startCli(bundle, ['serve'], { home, port }).waitForOutput(/Serving memory/);
    url = `http://127.0.0.1:${port}`;
    token = (await readFile(path.join(home, 'token'), 'utf8')).trim();
  });

  afterAll(async () => {
    await stopAllProcesses();
    await temp.dispose();
  });

  async function post(
    operation: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    const answer = await fetch(`${url}/api/${operation}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    return {
      status: answer.status,
      retryAfter: answer.headers.get('retry-after'),
      body: (await answer.json()) as Reply['body'],
    };
  }

  const memories = async () => (await post('stats', {})).body.result?.['memories'];
  const good = { content: 'Deploys go through the queue', category: 'fact' };

  it.each<[string, () => Promise<Reply>, number, string]>([
    ['no token', () => post('remember', good, { authorization: '' }), 401, 'token'],
    ['a wrong token', () => post('remember', good, { authorization: 'Bearer nonsense' }), 401, 'token'],
    ['a foreign origin', () => post('remember', good, { origin: 'https://evil.example' }), 403, 'origin'],
    ['too long a text', () => post('remember', { ...good, content: 'x'.repeat(20_001) }), 400, 'content'],
    ['broken JSON', () => post('remember', '{"content":'), 400, 'not valid JSON'],
    ['an unknown operation', () => post('remembr', good), 404, 'Did you mean remember?'],
    ['a number for a text', () => post('remember', { ...good, content: 7 }), 400, 'content'],
    ['an unknown category', () => post('remember', { ...good, category: 'opinion' }), 400, 'category'],
    ['a number for a list', () => post('remember', { ...good, tags: 7 }), 400, 'tags'],
    ['a missing field', () => post('remember', { category: 'fact' }), 400, 'content'],
    ['a text for a number', () => post('recall', { query: 'x', limit: 'many' }), 400, 'limit'],
    ['an id that is none', () => post('update_memory', { memory_id: '', action: 'pin' }), 400, 'memory_id'],
    [
      'a memory that is not there',
      () => post('update_memory', { memory_id: 'abcdef0123', action: 'pin' }),
      404,
      'abcdef0123',
    ],
  ])('refuses %s and writes nothing', async (_name, send, status, message) => {
    const { body, ...answer } = await send();

    expect(answer.status).toBe(status);
    expect(body.error?.message).toContain(message);
    expect(body.error?.message).toMatch(/[.?]$/);
    expect(body.error?.message).not.toMatch(/zod|undefined|\bnull\b|\[object/i);
    expect(await memories()).toBe(0);
  });

  it('writes once for a key that comes twice, and refuses the key for something else', async () => {
    const headers = { 'idempotency-key': 'key-of-a-retry' };
    const first = await post('remember', good, headers);
    const again = await post('remember', good, headers);
    const other = await post('remember', { ...good, content: 'Something else' }, headers);

    expect(first.status).toBe(200);
    expect(again.body).toEqual(first.body);
    expect(other.status).toBe(409);
    expect(await memories()).toBe(1);
  });
});

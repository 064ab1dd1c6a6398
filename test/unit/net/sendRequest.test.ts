import { type IncomingMessage, type RequestListener, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { networkOf } from '../../../src/net/networkOf.ts';
import type { Network } from '../../../src/net/network.ts';
import { jsonOf, sendRequest } from '../../../src/net/sendRequest.ts';
import { type TestProxy, startProxy } from '../../../dev/network/proxy.ts';

interface Heard {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const purpose = 'model';
const network: Network = { env: {} };
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(answer: RequestListener): Promise<{ origin: string; heard: Heard[] }> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { method, url, headers } = request;
      heard.push({ method, url, headers, body });
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard };
}

const pointing = (status: number, location: string): RequestListener => {
  let isFirst = true;
  return (_request, response) => {
    if (isFirst) response.writeHead(status, { location }).end();
    else response.end('there');
    isFirst = false;
  };
};
const tokens = {
  authorization: 'Bearer hush',
  'PRIVATE-TOKEN': 'hush',
  cookie: 'session=hush',
  'x-anything': 'hush',
  'if-none-match': '"hush"',
};

describe('a request', () => {
  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const)(
    'of %s brings back whatever is said',
    async (method) => {
      const { origin, heard } = await serve((_request, response) =>
        response.writeHead(429, { 'retry-after': '7', etag: '"e"' }).end('\uFEFF{"a":1}'),
      );
      const body = method === 'GET' ? {} : { body: 'text' };
      const answer = await sendRequest({ purpose, url: new URL('/a?b=c', origin), method, network, ...body });
      expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': '7', etag: '"e"' } });
      expect(jsonOf(answer)).toEqual({ a: 1 });
      expect(heard).toMatchObject([{ method, url: '/a?b=c', body: method === 'GET' ? '' : 'text' }]);
    },
  );

  it('tells what is no JSON, and what cannot be sent, without showing it', async () => {
    const { origin } = await serve((_request, response) => response.end('<html>hush'));
    const answer = await sendRequest({ purpose, url: new URL(origin), network });
    expect(() => jsonOf(answer)).toThrow(/did not answer with JSON/);
    const headers = { 'private-token': 'hush\r\nx-more: 1' };
    const failure = await sendRequest({ purpose, url: new URL(origin), network, headers }).catch(String);
    expect(failure).toMatch(/The request to 127\.0\.0\.1:\d+ cannot be made/);
    expect(failure).not.toContain('hush');
  });

  it.each([
    ['a length that is told', (size: number) => ({ 'content-length': String(size) })],
    ['no length', () => ({})],
  ])('reads no more than it may, of a body with %s', async (_name, headers) => {
    const size = 200_000;
    const { origin } = await serve((_request, response) =>
      response.writeHead(200, headers(size)).end(Buffer.alloc(size)),
    );
    const ask = (mostBytes: number) => sendRequest({ purpose, url: new URL(origin), network, mostBytes });
    await expect(ask(size - 1)).rejects.toMatchObject({ fault: 'too_large' });
    expect((await ask(size)).body).toHaveLength(size);
  });

  it('gives up a body that trickles, one that stops, and one that breaks', async () => {
    const { origin } = await serve((request, response) => {
      response.write('a');
      if (request.url === '/break') response.destroy();
      if (request.url !== '/trickle') return;
      const timer = setInterval(() => response.write('a'), 5);
      response.once('close', () => clearInterval(timer));
    });
    const ask = (path: string, limits: { idleMs?: number; overallMs?: number }) =>
      sendRequest({ purpose, url: new URL(path, origin), network, ...limits });
    await expect(ask('/trickle', { overallMs: 100 })).rejects.toMatchObject({ fault: 'slow' });
    await expect(ask('/stop', { idleMs: 50 })).rejects.toMatchObject({ fault: 'silent' });
    await expect(ask('/break', {})).rejects.toMatchObject({ fault: 'broken' });
  });

  it('ends with the reason of its signal', async () => {
    const controller = new AbortController();
    const { origin } = await serve(() => controller.abort(new Error('enough')));
    const asked = sendRequest({ purpose, url: new URL(origin), network, signal: controller.signal });
    await expect(asked).rejects.toThrow('enough');
  });

  it.each(['http://api.invalid/', 'ftp://api.invalid/', 'http://192.0.2.1/', 'file:///etc/passwd'])(
    'goes nowhere without encryption: %s',
    async (address) => {
      await expect(sendRequest({ purpose, url: new URL(address), network })).rejects.toMatchObject({
        fault: 'broken',
      });
    },
  );
});

describe('an answer that points elsewhere', () => {
  it('is the answer, unless it is to be followed', async () => {
    const { origin, heard } = await serve(pointing(302, '/b'));
    expect(await sendRequest({ purpose, url: new URL(origin), network })).toMatchObject({ status: 302 });
    expect(heard).toHaveLength(1);
  });

  it.each(['sameOrigin', 'anyHost'] as const)('takes everything along on one host: %s', async (redirects) => {
    const { origin, heard } = await serve(pointing(307, '/b'));
    const request = { method: 'POST', body: 'text', headers: tokens, network, redirects } as const;
    const answer = await sendRequest({ purpose, url: new URL(origin), ...request });
    expect(answer.body.toString()).toBe('there');
    expect(answer.url.pathname).toBe('/b');
    expect(heard[1]).toMatchObject({
      method: 'POST',
      body: 'text',
      headers: { authorization: 'Bearer hush' },
    });
  });

  it.each([301, 302, 303, 307, 308])('takes no token to another host: %s', async (status) => {
    const other = await serve((_request, response) => response.end('there'));
    const { origin } = await serve(pointing(status, `${other.origin.replace('//', '//ann:hush@')}/b`));
    const headers = { ...tokens, accept: 'application/json' };
    const answer = await sendRequest({
      purpose,
      url: new URL(origin),
      headers,
      network,
      redirects: 'anyHost',
    });
    expect(answer.body.toString()).toBe('there');
    expect(other.heard[0]?.headers.accept).toBe('application/json');
    expect(JSON.stringify(other.heard)).not.toContain('hush');
  });

  it('has lost the token on the way back, too', async () => {
    let back = '';
    const other = await serve((_request, response) => response.writeHead(302, { location: back }).end());
    const { origin, heard } = await serve(pointing(302, other.origin));
    back = `${origin}/b`;
    await sendRequest({ purpose, url: new URL(origin), headers: tokens, network, redirects: 'anyHost' });
    expect(heard[0]?.headers.authorization).toBe('Bearer hush');
    expect(JSON.stringify(heard.slice(1))).not.toContain('hush');
  });

  it.each([
    ['to another host, where only one may be asked', 'sameOrigin', 'GET', 302, 'http://127.0.0.1:1/'],
    ['away with a body', 'anyHost', 'POST', 307, 'http://127.0.0.1:1/'],
    ['to an answer to what was sent', 'anyHost', 'POST', 303, '/b'],
    ['away from encryption', 'anyHost', 'GET', 302, 'http://api.invalid/'],
    ['to a file', 'anyHost', 'GET', 302, 'file:///etc/passwd'],
    ['nowhere', 'anyHost', 'GET', 302, 'http://'],
  ] as const)('is not followed %s', async (_name, redirects, method, status, location) => {
    const { origin, heard } = await serve(pointing(status, location));
    const body = method === 'POST' ? { body: 'hush' } : {};
    const asked = sendRequest({ purpose, url: new URL(origin), method, network, redirects, ...body });
    await expect(asked).rejects.toMatchObject({ fault: 'redirect' });
    expect(heard).toHaveLength(1);
  });

  it('is not followed in circles', async () => {
    const { origin, heard } = await serve((_request, response) =>
      response.writeHead(302, { location: '/' }).end(),
    );
    const asked = sendRequest({ purpose, url: new URL(origin), network, redirects: 'sameOrigin' });
    await expect(asked).rejects.toMatchObject({ fault: 'redirect' });
    expect(heard).toHaveLength(6);
  });
});

describe('the switch', () => {
  const variables = ['MEMORY_BRIDGE_OFFLINE', 'HF_HUB_OFFLINE', 'TRANSFORMERS_OFFLINE'];
  const addresses = [
    'https://api.invalid/',
    'https://192.0.2.1/',
    'https://[2001:db8::1]/',
    'https://127.0.0.1.invalid/',
  ];
  const proxied = async (env: NodeJS.ProcessEnv): Promise<{ proxy: TestProxy; network: Network }> => {
    const proxy = await startProxy(1, { status: 403 });
    closing.push(() => proxy.close());
    return { proxy, network: { env: { HTTPS_PROXY: proxy.url, ...env } } };
  };

  it.each(
    variables.flatMap((name) =>
      ['1', 'true', 'YES', 'on', 'anything'].map((value) => [name, value] as const),
    ),
  )('lets nothing leave: %s=%s', async (name, value) => {
    const { proxy, network: shut } = await proxied({ [name]: value });
    for (const address of addresses) {
      const asked = sendRequest({ purpose, url: new URL(address), network: shut });
      await expect(asked).rejects.toMatchObject({ fault: 'offline', message: expect.stringContaining(name) });
    }
    expect(proxy.connects).toEqual([]);
    const { origin, heard } = await serve((_request, response) => response.end());
    await sendRequest({ purpose, url: new URL(origin), network: shut });
    expect(heard).toHaveLength(1);
  });

  it.each(
    variables.flatMap((name) => ['', '0', 'false', 'No', ' off '].map((value) => [name, value] as const)),
  )('is off: %s=%j', async (name, value) => {
    const { proxy, network: open } = await proxied({ [name]: value });
    for (const address of addresses)
      await expect(sendRequest({ purpose, url: new URL(address), network: open })).rejects.toMatchObject({
        fault: 'proxy',
      });
    expect(proxy.connects.map(({ target }) => target)).toEqual(
      addresses.map((address) => `${new URL(address).hostname}:443`),
    );
  });

  it('is a setting, too', async () => {
    const asked = sendRequest({
      purpose,
      url: new URL('https://api.invalid'),
      network: { env: {}, isOffline: () => true },
    });
    await expect(asked).rejects.toThrow(/network\.offline/);
  });

  it('is heeded from one request to the next, whatever has been made of the way out meanwhile', async () => {
    let isOffline = false;
    const { proxy, network: open } = await proxied({});
    const made = { ...networkOf(open.env, () => isOffline), proxy: proxy.url };
    const ask = () => sendRequest({ purpose, url: new URL('https://api.invalid'), network: made });
    await expect(ask()).rejects.toMatchObject({ fault: 'proxy' });
    isOffline = true;
    await expect(ask()).rejects.toMatchObject({ fault: 'offline' });
    expect(proxy.connects).toHaveLength(1);
  });

  it('holds for the next step of a way', async () => {
    const { origin } = await serve(pointing(302, 'https://api.invalid/'));
    const { proxy, network: shut } = await proxied({ MEMORY_BRIDGE_OFFLINE: '1' });
    const ask = (by: Network) =>
      sendRequest({ purpose, url: new URL(origin), network: by, redirects: 'anyHost' });
    await expect(ask(shut)).rejects.toMatchObject({ fault: 'offline' });
    expect(proxy.connects).toEqual([]);
  });
});

describe('a proxy', () => {
  it.each([
    ['ann:se%20cret', 'ann:se cret'],
    ['ann:100%', 'ann:100%'],
    ['ann:%zz%41', 'ann:%zz%41'],
    ['ann', 'ann:'],
  ])('is told who asks: %s', async (credentials, pair) => {
    const proxy = await startProxy(1, { status: 407 });
    closing.push(() => proxy.close());
    const network = { env: {}, proxy: proxy.url.replace('//', `//${credentials}@`) };
    const failure = await sendRequest({ purpose, url: new URL('https://api.invalid'), network }).catch(
      String,
    );
    expect(failure).not.toContain('cret');
    const authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
    expect(proxy.connects).toEqual([{ target: 'api.invalid:443', authorization }]);
  });
});

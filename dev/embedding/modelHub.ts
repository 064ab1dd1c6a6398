import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
  createServer,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import type { GeneratedModel } from './onnx/generatedModel.ts';

/** What the hub does wrong. All but `html`, `forbidden` and `loop` only to the weights. */
export type HubFault =
  | 'ok'
  | '500'
  | '429'
  | '429-long'
  | '404'
  | 'forbidden'
  | 'html'
  | 'html-untyped'
  | 'nolen'
  | 'nolen-short'
  | 'truncate'
  | 'corrupt'
  | 'longer'
  | 'other-length'
  | 'lfs-pointer'
  | 'lfs-pointer-untold'
  | 'gzip'
  | 'hang'
  | 'hang-head'
  | 'norange'
  | 'wrong-range'
  | 'slow'
  | 'redirect'
  | 'redirect-plain'
  | 'loop';

export interface HubRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly status: number;
}

export interface ModelHub {
  /** Without a slash at the end; a mirror setting as it is. */
  readonly url: string;
  readonly port: number;
  readonly requests: HubRequest[];
  fault: HubFault;
  /** So many requests for the weights are answered wrongly, then all are right. */
  faultsLeft: number;
  close(): Promise<void>;
}

export interface HubOptions {
  readonly fault?: HubFault;
  readonly faults?: number;
  /** Bytes and pause of one part, for `slow`. */
  readonly slowly?: { readonly bytes: number; readonly pauseMs: number };
  /** PEM; the hub speaks TLS then. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** A hub on the loopback with one model, in the layout `/{model}/resolve/{revision}/{file}`. */
export async function startModelHub(model: GeneratedModel, options: HubOptions = {}): Promise<ModelHub> {
  const requests: HubRequest[] = [];
  const state = { fault: options.fault ?? 'ok', faultsLeft: options.faults ?? Infinity };
  const listener: RequestListener = (request, response) => {
    response.once('close', () =>
      requests.push({ path: request.url ?? '', headers: request.headers, status: response.statusCode }),
    );
    void serve(request, response, model, state, options);
  };
  const server = options.tls ? createSecureServer(options.tls, listener) : createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    get fault() {
      return state.fault;
    },
    set fault(fault) {
      state.fault = fault;
      state.faultsLeft = Infinity;
    },
    get faultsLeft() {
      return state.faultsLeft;
    },
    set faultsLeft(count) {
      state.faultsLeft = count;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  model: GeneratedModel,
  state: { fault: HubFault; faultsLeft: number },
  { slowly = { bytes: 1024, pauseMs: 5 } }: HubOptions,
): Promise<void> {
  const path = decodeURIComponent(request.url ?? '');
  const { name, revision, weights } = model.manifest;
  const prefix = `/${name}/resolve/${revision}/`;
  const moved = path.startsWith('/store/');
  const file = moved
    ? path.slice('/store/'.length)
    : path.startsWith(prefix)
      ? path.slice(prefix.length)
      : '';
  const content = model.files.get(file);
  if (!content) return plain(response, 404, 'Entry not found');
  const everywhere = ['html', 'forbidden', 'loop'].includes(state.fault);
  const applies = (everywhere || file === weights.path) && state.faultsLeft > 0;
  const fault = applies ? state.fault : 'ok';
  if (applies) state.faultsLeft--;
  const simple = simpleFaults[fault];
  if (simple) return simple(response, content, path);
  if (fault === 'redirect' && !moved) return redirect(response, `/store/${file}`);
  await sendContent(request, response, content, fault, slowly);
}

/** Faults that do not look at the request. */
const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 22972370\n`;

const simpleFaults: Partial<
  Record<HubFault, (response: ServerResponse, content: Buffer, path: string) => void>
> = {
  '500': (response) => plain(response, 500, 'boom'),
  '429': (response) => plain(response, 429, 'slow down', { 'retry-after': '1' }),
  '429-long': (response) => plain(response, 429, 'slow down', { 'retry-after': '3600' }),
  '404': (response) => plain(response, 404, 'Entry not found'),
  forbidden: (response) => plain(response, 403, 'no'),
  html: (response) =>
    plain(response, 200, '<!doctype html><title>Sign in</title>', {
      'content-type': 'text/html; charset=utf-8',
    }),
  'html-untyped': (response) => {
    response.writeHead(200);
    response.end('<html><body>Welcome to the guest network</body></html>');
  },
  'nolen-short': (response, content) => {
    response.writeHead(200, { connection: 'close' });
    response.end(content.subarray(0, content.length >> 1));
  },
  corrupt: (response, content) => {
    const changed = Buffer.from(content);
    changed.fill(0, 1_000, 2_000);
    response.writeHead(200, { 'content-length': changed.length }).end(changed);
  },
  longer: (response, content) => {
    response.writeHead(200, { connection: 'close' });
    response.end(Buffer.concat([content, Buffer.alloc(100_000)]));
  },
  'other-length': (response) => {
    const other = Buffer.alloc(1_234, 'x');
    response.writeHead(200, { 'content-length': other.length }).end(other);
  },
  'lfs-pointer': (response) => plain(response, 200, pointer, { 'content-length': `${pointer.length}` }),
  'lfs-pointer-untold': (response) => plain(response, 200, pointer),
  gzip: (response, content) => {
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': content.length }).end(content);
  },
  'hang-head': () => {},
  loop: (response, _content, path) => redirect(response, path),
  'redirect-plain': (response) => redirect(response, 'http://models.invalid/file'),
};

async function sendContent(
  request: IncomingMessage,
  response: ServerResponse,
  content: Buffer,
  fault: HubFault,
  slowly: { readonly bytes: number; readonly pauseMs: number },
): Promise<void> {
  const asked = /^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1];
  const start = asked === undefined || fault === 'norange' ? 0 : Number(asked);
  if (start > 0 && start >= content.length) return plain(response, 416, 'no such range');
  const body = content.subarray(start);
  const told = fault === 'wrong-range' ? start + 1 : start;
  response.writeHead(start > 0 ? 206 : 200, {
    'content-type': 'application/octet-stream',
    ...(fault === 'nolen' ? {} : { 'content-length': body.length }),
    ...(start > 0 ? { 'content-range': `bytes ${told}-${content.length - 1}/${content.length}` } : {}),
  });
  if (fault === 'truncate') {
    response.write(body.subarray(0, body.length >> 1));
    // What has arrived but was not read yet is lost with the connection.
    await delay(50);
    response.destroy();
    return;
  }
  if (fault === 'hang') {
    response.flushHeaders();
    // No further than this, however often it is asked.
    response.write(body.subarray(0, Math.max(0, 4_096 - start)));
    return;
  }
  if (fault !== 'slow') {
    response.end(body);
    return;
  }
  for (let at = 0; at < body.length && !response.destroyed; at += slowly.bytes) {
    response.write(body.subarray(at, at + slowly.bytes));
    await delay(slowly.pauseMs);
  }
  response.end();
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location }).end();
}

function plain(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'text/plain', ...headers }).end(text);
}

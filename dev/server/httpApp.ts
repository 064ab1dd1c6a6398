import type { Caller } from '../../src/protocol/caller.ts';
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { Logger } from '../../src/core/ports.ts';
import { CallGuard, type CallGuardParts } from '../../src/operations/dispatch/callGuard.ts';
import type { Dispatcher, DispatchReply } from '../../src/operations/dispatch/dispatcher.ts';
import { unknownOperation } from '../../src/operations/dispatch/unknownOperation.ts';
import { callDefinitions } from '../../src/protocol/tools/registry.ts';
import { Metrics } from '../../src/server/http/metrics.ts';
import { product, protocolVersion, version } from '../../src/core/product.ts';
import { EventHub } from '../../src/server/eventHub.ts';
import { createApp, type AppDependencies } from '../../src/server/http/createApp.ts';
import { httpServerOptions } from '../../src/server/http/httpServerOptions.ts';
import { createRequestListener } from '../../src/server/http/requestListener.ts';
import type { Lifecycle, StepDownRequest } from '../../src/server/lifecycle.ts';

export const testToken = 'f'.repeat(64);
export const previousToken = 'e'.repeat(64);

export interface RecordedCall {
  readonly name: string;
  readonly input: unknown;
  readonly context: Caller & { readonly signal: AbortSignal };
}

const names = callDefinitions.map(({ name }) => name);

/** Stands where the operations do and remembers what reached it: whatever was refused before must not be here. */
export class RecordingDispatcher implements Dispatcher {
  readonly calls: RecordedCall[] = [];
  answer: (call: RecordedCall) => DispatchReply | Promise<DispatchReply> = (call) => ({
    result: { name: call.name },
    text: `done: ${call.name}`,
  });

  readonly #guard: CallGuard;

  constructor(parts: CallGuardParts) {
    this.#guard = new CallGuard(parts);
  }

  dispatch(name: string, input: unknown, caller: Caller): Promise<DispatchReply> {
    return this.#guard.run(name, caller.signal, async (signal) => {
      if (!names.includes(name)) throw unknownOperation(name, names);
      const call = { name, input, context: { ...caller, signal } };
      this.calls.push(call);
      return { reply: await this.answer(call) };
    });
  }
}

export interface HttpAppOptions extends Partial<AppDependencies> {
  /** Longest time that one call may take, ms. */
  readonly operationTimeoutMs?: number;
}

export interface HttpApp extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  readonly dispatcher: RecordingDispatcher;
  readonly events: EventHub;
  readonly stepDowns: StepDownRequest[];
  readonly log: { level: string; message: string; fields: unknown }[];
  drain(reason: string): void;
  /** `fetch` with the token, unless headers say otherwise. */
  request(path: string, init?: RequestInit): Promise<Response>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
}

/** The HTTP face on a port of its own, without a database behind it. */
export async function startHttpApp({
  operationTimeoutMs,
  ...overrides
}: HttpAppOptions = {}): Promise<HttpApp> {
  const log: HttpApp['log'] = [];
  const logger = loggerInto(log);
  const server = createServer(httpServerOptions);
  const port = await listen(server);
  const events = new EventHub(logger);
  const clock = { now: () => Date.now(), monotonic: () => performance.now() };
  const metrics = metricsWithoutStore(events);
  const dispatcher = new RecordingDispatcher({
    clock,
    logger,
    timeoutMs: operationTimeoutMs,
    onFinished: (call) => metrics.recordCall(call),
  });
  const { lifecycle, stepDowns, drain } = scriptedLifecycle(port);
  const app = createApp({
    lifecycle,
    tokens: { verify: (token) => token === testToken || token === previousToken },
    dispatcher,
    metrics,
    events,
    logger,
    toolset: () => 'core',
    ...overrides,
  });
  server.on('request', createRequestListener(app));
  const url = `http://127.0.0.1:${port}`;
  const request: HttpApp['request'] = (path, init = {}) =>
    fetch(`${url}${path}`, {
      signal: AbortSignal.timeout(10_000),
      ...init,
      headers: { authorization: `Bearer ${testToken}`, ...(init.headers as Record<string, string>) },
    });
  return {
    port,
    url,
    dispatcher,
    events,
    stepDowns,
    log,
    drain,
    request,
    post: (path, body, headers = {}) =>
      request(path, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
    async [Symbol.asyncDispose]() {
      await app.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function metricsWithoutStore(events: EventHub): Metrics {
  const take = () => Promise.reject(new Error('There is no database behind it.'));
  return new Metrics({
    eventStreams: () => events.streamCount,
    census: { take },
    logger: { warn: () => {} },
  });
}

function loggerInto(log: HttpApp['log']): Logger {
  const write = (level: string) => (message: string, fields?: unknown) =>
    void log.push({ level, message, fields });
  return {
    trace: write('trace'),
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
}

/** An owner whose state the test decides. */
function scriptedLifecycle(port: number): {
  lifecycle: Lifecycle;
  stepDowns: StepDownRequest[];
  drain: (reason: string) => void;
} {
  const stepDowns: StepDownRequest[] = [];
  const draining = new Set<(reason: string) => void>();
  let isDraining = false;
  const drain = (reason: string) => {
    isDraining = true;
    for (const listener of draining) listener(reason);
  };
  const lifecycle: Lifecycle = {
    facts: {
      home: '/nowhere',
      port,
      dataDirId: 'test-directory',
      epoch: 7,
      hostKind: 'serve',
      startedAt: Date.now(),
      startedAtMonotonic: performance.now(),
    },
    get isDraining() {
      return isDraining;
    },
    isGhost: false,
    graceFrom: 0,
    health: (nonce) => ({
      product,
      version,
      protocolVersion,
      dataDirId: 'test-directory',
      pid: process.pid,
      hostKind: 'serve',
      state: isDraining ? 'draining' : 'ready',
      ...(isDraining ? { reason: 'draining' } : {}),
      ...(nonce !== undefined && nonce.length >= 16 && nonce.length <= 128
        ? { proof: createHmac('sha256', testToken).update(nonce).digest('hex') }
        : {}),
    }),
    stepDown: (request) => {
      stepDowns.push(request);
      return { accepted: true };
    },
    drain: (reason) => Promise.resolve(drain(reason)),
    reopen: () => {},
    onDraining: (listener) => {
      draining.add(listener);
      return { dispose: () => draining.delete(listener) };
    },
  };
  return { lifecycle, stepDowns, drain };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  return address.port;
}

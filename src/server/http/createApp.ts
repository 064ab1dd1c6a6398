import { Hono } from 'hono';
import type { HTTPResponseError } from 'hono/types';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { Logger } from '../../core/ports.ts';
import { healthStatus } from '../../protocol/health.ts';
import type { ServerConfig } from '../../protocol/settings/serverSettings.ts';
import type { EventHub } from '../eventHub.ts';
import type { Lifecycle, TokenVerifier } from '../lifecycle.ts';
import { McpRoutes, type McpExtension } from '../mcp/mcpRoutes.ts';
import { bearerToken } from './bearerToken.ts';
import { callerOf, setLaneOf } from './callerOf.ts';
import { ClientLanes } from './clientLanes.ts';
import { defaultDoorLimits, Door, type DoorLimits } from './door.ts';
import { eventStream } from './eventStream.ts';
import { localRequests } from './localRequests.ts';
import type { Metrics } from './metrics.ts';
import type { Dispatcher } from '../../operations/dispatch/dispatcher.ts';
import { operationRoute } from './operationRoute.ts';
import { defaultRateLimit, rateLimit, type RateLimit } from './rateLimit.ts';
import { declaredLength } from './readBody.ts';
import { methodNotAllowed, refusal } from './refusal.ts';
import { stepDownRoute } from './stepDownRoute.ts';

export interface AppDependencies {
  readonly lifecycle: Lifecycle;
  readonly tokens: TokenVerifier;
  readonly dispatcher: Dispatcher;
  readonly metrics: Metrics;
  readonly events: EventHub;
  readonly logger: Logger;
  /** Which tools `/mcp` lists now; read for every request. */
  readonly toolset: () => ServerConfig['toolset'];
  readonly rateLimit?: RateLimit;
  readonly doorLimits?: DoorLimits;
  /** Told of each call before it waits for its turn. */
  readonly onCall?: (() => void) | undefined;
  /** Time between heartbeats of an event stream, in ms. Default 15 s. */
  readonly heartbeatMs?: number;
  /** Adds to every MCP server that is made: how the conformance tests bring their fixtures. */
  readonly mcpExtension?: McpExtension;
}

/** Everything that answers on the port. Give `fetch` to `createRequestListener`; `close` ends what is still open. */
export interface MemoryApp {
  /** `connection` is the same object for all requests that come over one connection. */
  fetch(request: Request, connection: object): Response | Promise<Response>;
  close(): Promise<void>;
}

/**
 * The HTTP face of the owner: checks first, from the cheapest on, then routes. Only `/health` answers without a token,
 * and no response ever carries a CORS header.
 */
export function createApp(dependencies: AppDependencies): MemoryApp {
  const { lifecycle, dispatcher, events, logger } = dependencies;
  const draining = new AbortController();
  lifecycle.onDraining(() => draining.abort());
  const mcp = new McpRoutes({
    dispatcher,
    draining: draining.signal,
    logger,
    events,
    toolset: dependencies.toolset,
    ...(dependencies.mcpExtension ? { extension: dependencies.mcpExtension } : {}),
  });
  const app: App = new Hono();
  answerFailures(app, dependencies);
  answerHealth(app, lifecycle);
  checkCallers(app, dependencies);
  routeOwnProcesses(app, dependencies);
  routeCalls(app, dependencies, mcp);
  return { fetch: (request, connection) => app.fetch(request, { connection }), close: () => mcp.close() };
}

type App = Hono<{ Bindings: { connection: object } }>;

function answerFailures(app: App, { logger, metrics }: AppDependencies): void {
  app.onError((error) => refusal(asKnown(error, logger)));
  app.notFound((context) =>
    refusal(new MemoryBridgeError('not_found', `There is nothing at ${context.req.path}.`)),
  );
  app.use(async (context, next) => {
    await next();
    if (context.res.status >= 400) metrics.recordRefusal(context.res.status);
  });
}

function answerHealth(app: App, lifecycle: Lifecycle): void {
  app.use(localRequests(lifecycle.facts.port));
  app.get('/health', (context) => {
    const health = lifecycle.health(context.req.query('nonce'));
    const status = healthStatus(health);
    context.header('cache-control', 'no-store');
    if (status !== 200) context.header('retry-after', '1');
    return context.json(health, status);
  });
  app.all('/health', (context) => methodNotAllowed(context.req.method, '/health', 'GET'));
}

/** What every other route is behind. */
function checkCallers(app: App, { lifecycle, tokens, ...dependencies }: AppDependencies): void {
  const clients = new ClientLanes();
  app.use(declaredLength());
  app.use(bearerToken(tokens));
  app.use(async (context, next) => {
    const request = context.req.raw;
    setLaneOf(request, clients.laneOf(callerOf(request), context.env.connection));
    await next();
  });
  app.use(rateLimit(dependencies.rateLimit ?? defaultRateLimit));
  app.use(async (_context, next) => {
    if (lifecycle.isDraining) throw stopping();
    await next();
  });
}

/** What costs hardly anything, and must not wait for what does. */
function routeOwnProcesses(
  app: App,
  { events, lifecycle, logger, heartbeatMs = 15_000 }: AppDependencies,
): void {
  app.get('/api/events', (context) => {
    // Hono runs GET handlers for HEAD as well; a stream that nobody reads must not be opened.
    if (context.req.method === 'HEAD') return methodNotAllowed('HEAD', '/api/events', 'GET');
    return eventStream(context.req.raw, { events, lifecycle, logger, heartbeatMs });
  });
  app.all('/api/events', (context) => methodNotAllowed(context.req.method, '/api/events', 'GET'));
  app.post('/admin/step-down', (context) => stepDownRoute(context.req.raw, lifecycle));
  app.all('/admin/step-down', (context) => methodNotAllowed(context.req.method, '/admin/step-down', 'POST'));
}

/** What costs time of everybody's one thread, so it comes in turns. */
function routeCalls(
  app: App,
  { dispatcher, metrics, doorLimits = defaultDoorLimits, onCall }: AppDependencies,
  mcp: McpRoutes,
): void {
  const door = new Door(doorLimits);
  app.use((context, next) => {
    onCall?.();
    return door.through(callerOf(context.req.raw).lane ?? { client: '' }, next);
  });
  app.post('/api/:name', (context) => operationRoute(context.req.param('name'), context.req.raw, dispatcher));
  app.all('/api/:name', (context) => methodNotAllowed(context.req.method, context.req.path, 'POST'));
  app.get('/stats', async (context) => {
    const caller = { ...callerOf(context.req.raw), withoutText: true };
    const { result } = await dispatcher.dispatch('stats', {}, caller);
    return context.json(result);
  });
  app.all('/stats', (context) => methodNotAllowed(context.req.method, '/stats', 'GET'));
  app.get('/metrics', async (context) =>
    context.body(await metrics.render(), 200, { 'content-type': metrics.contentType }),
  );
  app.all('/metrics', (context) => methodNotAllowed(context.req.method, '/metrics', 'GET'));
  app.all('/mcp', (context) => mcp.handle(context.req.raw, 'default'));
  app.all('/mcp/full', (context) => mcp.handle(context.req.raw, 'full'));
}

function stopping(): MemoryBridgeError {
  return new MemoryBridgeError('draining', 'This memory server is stopping. Try again in a moment.', {
    retryAfter: 1,
  });
}

function asKnown(error: Error | HTTPResponseError, logger: Logger): MemoryBridgeError {
  if (MemoryBridgeError.is(error)) return error;
  logger.error('A request failed', { error: error.stack ?? error.message });
  return new MemoryBridgeError(
    'internal',
    'The memory server failed at this request. Its log has the reason.',
  );
}

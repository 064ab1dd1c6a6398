import type { Caller } from '../../protocol/caller.ts';
import {
  createMcpHandler,
  InMemoryServerEventBus,
  type McpHttpHandler,
  type McpRequestContext,
  type McpServer,
  type McpServerOptions,
  type ServerContext,
  type ServerEventBus,
} from '@modelcontextprotocol/server';
import { parseBoundedJson } from '../../core/text/boundedJson.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import type { Logger } from '../../core/ports.ts';
import type { MemoryEvent } from '../../protocol/events.ts';
import type { Toolset } from '../../protocol/operation.ts';
import type { EventHub } from '../eventHub.ts';
import { callerOf } from '../http/callerOf.ts';
import type { Dispatcher } from '../../operations/dispatch/dispatcher.ts';
import { readText } from '../http/readBody.ts';
import { agentOf } from './agentOf.ts';
import { buildMcpServer } from './mcpServer.ts';
import { ReplyRouter, RoutedMcpServer } from './replyRouter.ts';
import { bootUri, memoryUri } from './resources.ts';

/** Adds to every server that is made, before it answers. `bus` carries the news for clients that listen. */
export interface McpExtension {
  readonly options?: McpServerOptions;
  register(server: McpServer, context: McpRequestContext, bus: ServerEventBus): void;
}

export interface McpRoutesParts {
  readonly dispatcher: Dispatcher;
  readonly events: EventHub;
  readonly logger: Logger;
  readonly toolset: () => Toolset;
  /** Aborts when the owner begins to drain: streams that never end by themselves end then. */
  readonly draining: AbortSignal;
  readonly extension?: McpExtension;
}

/** News of more memories than this at once is told as news of the boot context only. */
const mostUpdates = 50;

/**
 * MCP over HTTP for both eras of the protocol, without sessions: a takeover by another process is invisible to
 * clients. Host, Origin and token are checked by the app before a request comes here.
 */
export class McpRoutes {
  readonly #parts: McpRoutesParts;
  readonly #replies = new ReplyRouter();
  readonly #bus: ServerEventBus;
  readonly #handlers: Record<Toolset, McpHttpHandler>;
  readonly #subscription: DisposableLike;
  #lastToolset: Toolset;

  constructor(parts: McpRoutesParts) {
    this.#parts = parts;
    this.#lastToolset = parts.toolset();
    this.#bus = new InMemoryServerEventBus((error) => this.#report(error));
    this.#handlers = { core: this.#handler('core'), full: this.#handler('full') };
    this.#subscription = parts.events.subscribe((event) => this.#announce(event));
  }

  async handle(request: Request, which: 'default' | 'full'): Promise<Response> {
    // No session is ever opened here, so one that a client names belongs to a server that is gone. 404 makes clients
    // of 2025 start anew and repeat their call.
    if (request.headers.has('mcp-session-id')) {
      return rpcError(404, -32_001, 'This session is not known here. Initialize again.');
    }
    const handler = this.#handlers[which === 'full' ? 'full' : this.#parts.toolset()];
    if (request.method !== 'POST') return handler.fetch(request);
    let body: unknown;
    try {
      body = parseBoundedJson(await readText(request));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return rpcError(400, -32_700, 'The request body is not valid JSON.');
    }
    if (this.#replies.deliver(body)) return new Response(null, { status: 202 });
    return handler.fetch(isListening(body) ? this.#untilDraining(request) : request, { parsedBody: body });
  }

  /** Without this an owner would wait for clients that only listen before it hands over, or rotates its token. */
  #untilDraining(request: Request): Request {
    const { method, url, headers } = request;
    const { draining, events } = this.#parts;
    const signal = AbortSignal.any([request.signal, draining, events.streamsEnd]);
    return new Request(url, { method, headers, signal });
  }

  async close(): Promise<void> {
    this.#subscription.dispose();
    await Promise.all(Object.values(this.#handlers).map((handler) => handler.close()));
  }

  #handler(toolset: Toolset): McpHttpHandler {
    return createMcpHandler(
      (context) => {
        const server = buildMcpServer(
          {
            dispatcher: this.#parts.dispatcher,
            toolset,
            era: context.era,
            callerOf: (call) => callerOfCall(context.requestInfo, call),
          },
          (info, options) =>
            new RoutedMcpServer(this.#replies, info, { ...options, ...this.#parts.extension?.options }),
        );
        this.#parts.extension?.register(server, context, this.#bus);
        return server;
      },
      { bus: this.#bus, maxSubscriptions: 64, onerror: (error) => this.#report(error) },
    );
  }

  #announce(event: MemoryEvent): void {
    if (event.kind === 'memories') {
      this.#bus.publish({ kind: 'resource_updated', uri: bootUri });
      for (const id of event.ids.slice(0, mostUpdates)) {
        this.#bus.publish({ kind: 'resource_updated', uri: memoryUri(id) });
      }
    }
    if (event.kind === 'config' && this.#lastToolset !== this.#parts.toolset()) {
      this.#lastToolset = this.#parts.toolset();
      this.#bus.publish({ kind: 'tools_list_changed' });
    }
  }

  /** Refusals of the protocol are the client's affair; they help only who looks for a client's mistake. */
  #report(error: Error): void {
    this.#parts.logger.debug('MCP', { error: error.message });
  }
}

function callerOfCall(request: Request | undefined, call: ServerContext): Caller {
  const caller = callerOf(request ?? new Request('http://127.0.0.1/'));
  // Models read the text.
  const withoutText = false;
  return { ...caller, withoutText, actor: agentOf(request, call, caller.actor), signal: call.mcpReq.signal };
}

function isListening(body: unknown): boolean {
  return (
    typeof body === 'object' && body !== null && 'method' in body && body.method === 'subscriptions/listen'
  );
}

function rpcError(status: number, code: number, message: string): Response {
  return Response.json({ jsonrpc: '2.0', error: { code, message }, id: null }, { status });
}

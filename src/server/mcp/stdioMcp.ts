import type { Readable, Writable } from 'node:stream';
import type { McpServer, ServerContext } from '@modelcontextprotocol/server';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Actor } from '../../core/memory/history.ts';
import type { Logger } from '../../core/ports.ts';
import type { Toolset } from '../../protocol/operation.ts';
import type { Dispatcher } from '../../operations/dispatch/dispatcher.ts';
import { agentOf } from './agentOf.ts';
import { boundedLines } from './boundedLines.ts';
import { buildMcpServer } from './mcpServer.ts';

export interface StdioMcpOptions {
  readonly input: Readable;
  readonly output: Writable;
  readonly dispatcher: Dispatcher;
  readonly toolset: Toolset;
  /** Directory, id or alias that calls are about when they name no project. */
  readonly project: string;
  readonly sessionId: string;
  readonly logger: Logger;
}

/**
 * Speaks MCP with one client over two streams, in the era in which the client opens. Only calls need the owner;
 * greetings and lists are answered at once, so that no client gives up while the owner is being found.
 */
export function serveMcpOverStdio(options: StdioMcpOptions): { close(): Promise<void> } {
  const { dispatcher, toolset, project, sessionId, logger } = options;
  const input = boundedLines(options.input, {
    onTooLong: (id, bytes) => {
      logger.warn('A line on standard input was too long.', { bytes });
      if (!options.output.writable) return;
      options.output.write(`${JSON.stringify(tooLong(id, bytes))}\n`);
    },
  });
  return serveStdio(
    ({ era }) => {
      const server: McpServer = buildMcpServer({
        dispatcher,
        toolset,
        era,
        callerOf: (call) => ({
          actor: actorOf(server, call),
          project: project,
          sessionId,
          signal: call.mcpReq.signal,
        }),
      });
      return server;
    },
    {
      transport: new StdioServerTransport(input, options.output),
      onerror: (error) => logger.debug('MCP over standard input', { error: error.message }),
    },
  );
}

/** An answer to a call that was not read; without an id, to nobody in particular. */
function tooLong(id: string | number | null, bytes: number): object {
  const message = `This message is too long (${bytes} bytes) and was not read. Send less at once: a call takes at most 1 MiB.`;
  return { jsonrpc: '2.0', id, error: { code: -32_600, message } };
}

/** The client has said who it is in its greeting (2025) or says so with every call (2026). */
function actorOf(server: McpServer, call: ServerContext): Actor {
  // oxlint-disable-next-line typescript/no-deprecated -- the only place where a greeting of 2025 is kept
  const greeted = server.server.getClientVersion()?.name.slice(0, 100);
  return agentOf(undefined, call, { kind: 'agent', name: greeted });
}

import type { Caller } from '../../protocol/caller.ts';
import { McpServer, type McpServerOptions, type ServerContext } from '@modelcontextprotocol/server';
import type { Toolset } from '../../protocol/operation.ts';
import { listedCalls } from '../../protocol/tools/registry.ts';
import { product, version } from '../../core/product.ts';
import type { Dispatcher } from '../../operations/dispatch/dispatcher.ts';
import { instructions } from './instructions.ts';
import { registerPrompts } from './prompts.ts';
import { registerResources } from './resources.ts';
import { registerTool } from './tools.ts';

export type ProtocolEra = 'legacy' | 'modern';

/** Makes the context of one call: who, about which project, until when. */
export type CallerOf = (context: ServerContext) => Caller;

/** What tools, resources and prompts are made of. */
export interface McpSurface {
  readonly dispatcher: Dispatcher;
  readonly callerOf: CallerOf;
}

export interface McpServerParts extends McpSurface {
  readonly toolset: Toolset;
  /** `legacy` for clients of 2025, which get no word of changes: that needs a stream this server does not keep. */
  readonly era: ProtocolEra;
}

/** How long a client may keep a list, in ms. What it reads is never kept: memories change at any moment. */
const listTtlMs = 5 * 60_000;

/** An MCP server for one request, or for one stdio connection, with everything generated from the operations. */
export function buildMcpServer(
  parts: McpServerParts,
  make: (info: { name: string; title: string; version: string }, options: McpServerOptions) => McpServer = (
    info,
    options,
  ) => new McpServer(info, options),
): McpServer {
  const canNotify = parts.era === 'modern';
  const list = { ttlMs: listTtlMs, cacheScope: 'private' } as const;
  const server = make(
    { name: product, title: 'Memory Bridge', version },
    {
      instructions,
      capabilities: {
        tools: { listChanged: canNotify },
        prompts: { listChanged: false },
        resources: { listChanged: false, ...(canNotify ? { subscribe: true } : {}) },
      },
      cacheHints: {
        'tools/list': list,
        'prompts/list': list,
        'resources/list': list,
        'resources/templates/list': list,
        'server/discover': list,
      },
      maxToolInputElements: 5_000,
    },
  );
  for (const definition of listedCalls(parts.toolset)) registerTool(server, definition, parts, parts.toolset);
  registerResources(server, parts);
  registerPrompts(server, parts);
  return server;
}

import { CLIENT_INFO_META_KEY, type ServerContext } from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { Actor } from '../../core/memory/history.ts';
import { headers } from '../../core/product.ts';

const clientInfo = z.object({ name: z.string() });

/**
 * Who calls a tool is an agent, whatever the request claims. Its name is the one in the actor header, else what the
 * call says of its client (since 2026), else the program that sent the request.
 */
export function agentOf(request: Request | undefined, call: ServerContext, fromHeaders: Actor): Actor {
  const named = request?.headers.get(headers.actor)?.includes('/') === true;
  const envelope: Readonly<Record<string, unknown>> = { ...call.mcpReq.envelope };
  const declared = clientInfo.safeParse(envelope[CLIENT_INFO_META_KEY]).data?.name.slice(0, 100);
  return { kind: 'agent', name: named ? fromHeaders.name : (declared ?? fromHeaders.name) };
}

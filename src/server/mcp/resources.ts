import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  ResourceTemplate,
  type McpServer,
  type ReadResourceResult,
  type ServerContext,
  type Variables,
} from '@modelcontextprotocol/server';
import { MemoryBridgeError } from '../../core/errors.ts';
import { isRefusedAsOff } from '../../core/project/memoryOff.ts';
import { fence } from './fence.ts';
import type { McpSurface } from './mcpServer.ts';
import { toolErrorText } from './toolErrorText.ts';

export const bootUri = 'memory://boot';

export function memoryUri(id: string): string {
  return `memory://memory/${id}`;
}

const mimeType = 'text/plain';

/** `memory://boot`, `memory://memory/{id}` and `memory://entity/{ref}`: the reading operations under addresses. */
export function registerResources(server: McpServer, surface: McpSurface): void {
  const read = async (
    uri: URL,
    operation: string,
    input: Record<string, unknown>,
    context: ServerContext,
  ): Promise<ReadResourceResult> => {
    try {
      const { result, text } = await surface.dispatcher.dispatch(operation, input, surface.callerOf(context));
      if (isMissing(result)) throw new ResourceNotFoundError(uri.href);
      return { contents: [{ uri: uri.href, mimeType, text: fence(text) }] };
    } catch (error) {
      if (isRefusedAsOff(error))
        return { contents: [{ uri: uri.href, mimeType, text: toolErrorText(error) }] };
      throw asProtocolError(error, uri.href);
    }
  };

  server.registerResource(
    'boot',
    bootUri,
    {
      title: 'Boot context',
      description: 'What someone starting work in this project should know.',
      mimeType,
    },
    (uri, context) => read(uri, 'get_boot_context', {}, context),
  );
  server.registerResource(
    'memory',
    new ResourceTemplate('memory://memory/{id}', { list: undefined }),
    { title: 'Memory', description: 'One memory in full, by id.', mimeType },
    (uri, variables, context) => read(uri, 'get_memory', { ids: [variable(variables, 'id')] }, context),
  );
  server.registerResource(
    'entity',
    new ResourceTemplate('memory://entity/{ref}', { list: undefined }),
    {
      title: 'Entity',
      description:
        'What is known about a merge request, issue, epic, commit or ADR. Percent-encode the reference.',
      mimeType,
    },
    (uri, variables, context) =>
      read(uri, 'get_context', { entity_ref: variable(variables, 'ref') }, context),
  );
}

function variable(variables: Variables, name: string): string {
  const value = variables[name];
  const text = Array.isArray(value) ? value.join(',') : (value ?? '');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `get_memory` answers unknown ids in a list of its own; as an address, an unknown id is not found. */
function isMissing(result: Record<string, unknown>): boolean {
  const missing = result['missing'];
  return Array.isArray(missing) && missing.length > 0;
}

function asProtocolError(error: unknown, uri: string): unknown {
  if (!MemoryBridgeError.is(error)) return error;
  if (error.code === 'not_found') return new ResourceNotFoundError(uri, toolErrorText(error));
  const code =
    error.code === 'invalid_input' ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError;
  return new ProtocolError(code, toolErrorText(error), { uri, code: error.code });
}

import type { CallToolResult, McpServer, StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { CallDefinition, Toolset } from '../../protocol/operation.ts';
import { fence } from './fence.ts';
import type { McpSurface } from './mcpServer.ts';
import { toolAnnotations, toolTitle } from './toolAnnotations.ts';
import { toolErrorText } from './toolErrorText.ts';
import { listedSchema, toolInputSchema, toolOutputSchema } from './toolSchema.ts';

type Schema = StandardSchemaWithJSON<unknown, unknown>;

const schemas = new Map<string, { input: Schema; output: Schema }>();

/** Schemas are the same for every server that is made, and one is made for every request. */
function schemasOf(definition: CallDefinition, toolset: Toolset): { input: Schema; output: Schema } {
  const key = `${toolset} ${definition.name}`;
  let found = schemas.get(key);
  if (!found) {
    found = {
      input: listedSchema(toolInputSchema(definition, toolset)),
      output: listedSchema(toolOutputSchema(definition)),
    };
    schemas.set(key, found);
  }
  return found;
}

/** One tool for one operation. Refusals become results with `isError`, which models read; nothing is thrown. */
export function registerTool(
  server: McpServer,
  definition: CallDefinition,
  surface: McpSurface,
  toolset: Toolset,
): void {
  const { input, output } = schemasOf(definition, toolset);
  server.registerTool(
    definition.name,
    {
      title: toolTitle(definition),
      description: definition.description,
      inputSchema: input,
      annotations: toolAnnotations(definition),
      ...(toolset === 'full' ? { outputSchema: output } : {}),
    },
    async (args, context): Promise<CallToolResult> => {
      try {
        const { result, text } = await surface.dispatcher.dispatch(
          definition.name,
          args ?? {},
          surface.callerOf(context),
        );
        return { content: [{ type: 'text', text: fence(text) }], structuredContent: result };
      } catch (error) {
        if (!MemoryBridgeError.is(error)) throw error;
        // Refusals name titles and sessions of others, so they are no more to be believed than answers.
        return { content: [{ type: 'text', text: fence(toolErrorText(error)) }], isError: true };
      }
    },
  );
}

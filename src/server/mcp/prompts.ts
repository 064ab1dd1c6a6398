import {
  ProtocolError,
  ProtocolErrorCode,
  type GetPromptResult,
  type McpServer,
} from '@modelcontextprotocol/server';
import * as z from 'zod';
import { MemoryBridgeError } from '../../core/errors.ts';
import { limits } from '../../protocol/limits.ts';
import { isRefusedAsOff } from '../../core/project/memoryOff.ts';
import { fence } from './fence.ts';
import type { McpSurface } from './mcpServer.ts';
import { toolErrorText } from './toolErrorText.ts';

/** Prompts are what a person types: in OpenCode `/memory:remember`, `/memory:recall` and `/memory:boot`. */
export function registerPrompts(server: McpServer, surface: McpSurface): void {
  server.registerPrompt(
    'remember',
    {
      title: 'Remember',
      description: 'Keep something in the shared memory.',
      argsSchema: z.object({ text: z.string().min(1).max(limits.content).describe('What to remember') }),
    },
    ({ text }) =>
      say(
        `Store this in memory with the tool remember, under the category that fits, with why when it is known, one memory for each separate idea. Then say what you stored.\n\n${text}`,
      ),
  );
  server.registerPrompt(
    'recall',
    {
      title: 'Recall',
      description: 'Answer from the shared memory.',
      argsSchema: z.object({ query: z.string().min(1).max(limits.query).describe('What to look for') }),
    },
    async ({ query }, context) => {
      const found = await ask(() =>
        surface.dispatcher.dispatch('recall', { query }, surface.callerOf(context)),
      );
      if (found instanceof MemoryBridgeError) return say(toolErrorText(found));
      return say(
        `Answer from memory: ${query}\n\nThis is what memory holds. Read more with get_memory where needed, and name the ids you used.\n\n${fence(found)}`,
      );
    },
  );
  server.registerPrompt(
    'boot',
    { title: 'Boot', description: 'Start with what the memory knows of this project.' },
    async (context) => {
      const found = await ask(() =>
        surface.dispatcher.dispatch('get_boot_context', {}, surface.callerOf(context)),
      );
      if (found instanceof MemoryBridgeError) return say(toolErrorText(found));
      return say(
        `This is what memory holds about this project. Take it as background, and say in a few lines what matters now.\n\n${fence(found)}`,
      );
    },
  );
}

function say(text: string): GetPromptResult {
  return { messages: [{ role: 'user', content: { type: 'text', text } }] };
}

/** That memory is off is an answer. */
async function ask(dispatch: () => Promise<{ text: string }>): Promise<string | MemoryBridgeError> {
  try {
    return (await dispatch()).text;
  } catch (error) {
    if (isRefusedAsOff(error)) return error;
    if (!MemoryBridgeError.is(error)) throw error;
    throw new ProtocolError(ProtocolErrorCode.InternalError, toolErrorText(error), { code: error.code });
  }
}

import type { MemoryClient } from '../client/memoryClient.ts';
import type { CliIo } from './cliIo.ts';

/** The client, with what a person has to know beside a result told to them. What is asked for in words says it itself. */
export function withNotes(client: MemoryClient, io: CliIo): MemoryClient {
  return {
    get state() {
      return client.state;
    },
    call: async (definition, input, options) => {
      const reply = await client.call(definition, input, options);
      if (reply.note !== undefined && !options?.withText) io.note(reply.note);
      return reply;
    },
    onEvent: (listener) => client.onEvent(listener),
    onDidChangeState: (listener) => client.onDidChangeState(listener),
    dispose: () => client.dispose(),
  };
}

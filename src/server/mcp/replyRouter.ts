import { randomUUID } from 'node:crypto';
import { McpServer, type JSONRPCMessage, type Transport } from '@modelcontextprotocol/server';

/**
 * Brings answers of clients to the call that asked. In the protocol of 2025 a server may ask its client something
 * in the middle of a call, and the answer arrives as a request of its own, where a stateless server has forgotten who
 * asked. Questions therefore get an id that is unique in this process, and the router knows whose it is until the call
 * ends.
 */
export class ReplyRouter {
  readonly #waiting = new Map<string, { transport: Transport; id: string | number }>();

  /** Questions that are still open. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Renames the questions that leave through this transport. Returns how to forget them. */
  attach(transport: Transport): () => void {
    const asked = new Set<string>();
    const send = transport.send.bind(transport);
    transport.send = (message, options) => {
      if (!('method' in message) || !('id' in message)) return send(message, options);
      const id = randomUUID();
      asked.add(id);
      this.#waiting.set(id, { transport, id: message.id });
      return send({ ...message, id }, options);
    };
    return () => {
      for (const id of asked) this.#waiting.delete(id);
    };
  }

  /** True when the message was an answer that somebody here waits for. */
  deliver(message: unknown): boolean {
    if (!isReply(message)) return false;
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return false;
    this.#waiting.delete(message.id);
    waiting.transport.onmessage?.({ ...message, id: waiting.id } as JSONRPCMessage);
    return true;
  }
}

function isReply(message: unknown): message is { id: string } {
  if (typeof message !== 'object' || message === null || 'method' in message) return false;
  return 'id' in message && typeof message.id === 'string' && ('result' in message || 'error' in message);
}

/** An MCP server for one call whose questions are answered through a router. */
export class RoutedMcpServer extends McpServer {
  readonly #router: ReplyRouter;
  #forget: () => void = () => undefined;

  constructor(router: ReplyRouter, ...args: ConstructorParameters<typeof McpServer>) {
    super(...args);
    this.#router = router;
  }

  override connect(transport: Transport): Promise<void> {
    this.#forget = this.#router.attach(transport);
    return super.connect(transport);
  }

  override close(): Promise<void> {
    this.#forget();
    return super.close();
  }
}

import type { OwnershipBundle } from '../../bundles/ownershipBundle.ts';
import { type StartOptions, startContender } from './contenders.ts';
import type { TrackedProcess } from '../../processes/processes.ts';

interface RpcReply {
  readonly id?: number;
  readonly result?: { readonly isError?: boolean; readonly content?: readonly { readonly text?: string }[] };
  readonly error?: { readonly message: string };
}

/** `memory-bridge mcp` and an agent that talks to it: JSON-RPC in lines, as OpenCode sends it. */
export class Shim {
  readonly process: TrackedProcess;
  readonly acked: string[] = [];
  #lastId = 0;
  #read = 0;
  readonly #waiting = new Map<number, (reply: RpcReply) => void>();

  constructor(bundle: Pick<OwnershipBundle, 'cli'>, options: StartOptions) {
    this.process = startContender([bundle.cli, 'mcp'], options);
    this.process.child.stdout?.on('data', () => this.#receive());
  }

  async initialize(): Promise<void> {
    await this.#request('initialize', {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'opencode', version: '1.0.0' },
    });
    this.#send({ jsonrpc: '2.0', method: 'notifications/initialized' });
  }

  /** The text of a tool's answer; throws when the tool says that it failed. */
  async call(name: string, args: object): Promise<string> {
    const { result, error } = await this.#request('tools/call', { name, arguments: args });
    const text = result?.content?.map((part) => part.text ?? '').join('\n') ?? '';
    if (error || result?.isError) throw new Error(error?.message ?? text);
    return text;
  }

  /** Writes numbered memories one after another until it is told to stop. */
  async write(label: string, signal: AbortSignal): Promise<void> {
    for (let number = 1; !signal.aborted; number++) {
      const content = `${label} writes number ${number}`;
      await this.call('remember', { content, category: 'fact', project: 'example.com/shims' });
      this.acked.push(content);
    }
  }

  async close(): Promise<void> {
    this.process.child.stdin?.end();
    await this.process.exited;
  }

  #request(method: string, params: object): Promise<RpcReply> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`${method} was not answered: ${this.process.stderr}`)),
        60_000,
      );
      this.#waiting.set(id, (reply) => {
        clearTimeout(timer);
        resolve(reply);
      });
      this.#send({ jsonrpc: '2.0', id, method, params });
    });
  }

  #send(message: object): void {
    this.process.child.stdin?.write(`${JSON.stringify(message)}\n`);
  }

  #receive(): void {
    const { stdout } = this.process;
    for (let end = stdout.indexOf('\n', this.#read); end >= 0; end = stdout.indexOf('\n', this.#read)) {
      const reply = JSON.parse(stdout.slice(this.#read, end)) as RpcReply;
      this.#read = end + 1;
      if (reply.id === undefined) continue;
      this.#waiting.get(reply.id)?.(reply);
      this.#waiting.delete(reply.id);
    }
  }
}

import { startCli, type CliBundle, type CliOptions } from '../bundles/cliBundle.ts';
import type { TrackedProcess } from '../processes/processes.ts';
import { until } from '../processes/until.ts';

export interface RpcAnswer {
  readonly id: number;
  readonly result?: Record<string, unknown>;
  readonly error?: { code: number; message: string };
}

export interface ToolAnswer {
  readonly text: string;
  readonly isError: boolean;
  readonly structured: Record<string, unknown>;
}

/** `memory-bridge mcp` with a client of 2025 at its ends that sees every byte. */
export class StdioMcp {
  readonly process: TrackedProcess;
  #lastId = 0;

  constructor(bundle: CliBundle, options: CliOptions & { args?: readonly string[] }) {
    this.process = startCli(bundle, ['mcp', ...(options.args ?? [])], options);
  }

  /** Starts one and greets it, as OpenCode does. */
  static async connect(
    bundle: CliBundle,
    options: CliOptions & { args?: readonly string[] },
  ): Promise<StdioMcp> {
    const mcp = new StdioMcp(bundle, options);
    await mcp.initialize();
    return mcp;
  }

  /** Everything on standard output, which must be protocol and nothing else. */
  get lines(): RpcAnswer[] {
    const complete = this.process.stdout.slice(0, this.process.stdout.lastIndexOf('\n') + 1);
    return complete
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as RpcAnswer);
  }

  send(message: object): void {
    this.process.child.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }

  async request(method: string, params: object = {}, timeoutMs = 30_000): Promise<RpcAnswer> {
    this.#lastId += 1;
    const id = this.#lastId;
    this.send({ id, method, params });
    return until(
      () => {
        const answer = this.lines.find((line) => line.id === id);
        if (!answer && this.process.hasEnded) {
          throw new Error(`The shim has ended before it answered ${method}: ${this.process.stderr}`);
        }
        return answer;
      },
      { timeoutMs, intervalMs: 10, what: `the answer to ${method}` },
    );
  }

  async initialize(): Promise<RpcAnswer> {
    const answer = await this.request('initialize', {
      protocolVersion: '2025-11-25',
      capabilities: { roots: {} },
      clientInfo: { name: 'opencode', version: '1.18.33' },
    });
    this.send({ method: 'notifications/initialized' });
    return answer;
  }

  async call(name: string, args: object = {}, timeoutMs?: number): Promise<ToolAnswer> {
    const { result, error } = await this.request('tools/call', { name, arguments: args }, timeoutMs);
    if (!result) throw new Error(`${name} failed in the protocol: ${error?.message}`);
    const [first] = result['content'] as { text: string }[];
    return {
      text: first?.text ?? '',
      isError: result['isError'] === true,
      structured: (result['structuredContent'] ?? {}) as Record<string, unknown>,
    };
  }

  /** Closes its input, as a client does that goes away. Resolves with the exit code. */
  async leave(): Promise<number | null> {
    this.process.child.stdin?.end();
    return (await this.process.exited).code;
  }
}

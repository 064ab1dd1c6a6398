import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Health, healthSchema } from '../../../src/protocol/health.ts';
import type { Patience } from '../../../src/client/patience.ts';
import { fetchWithTimeout, startProcess, type TrackedProcess } from '../../processes/processes.ts';
import { isAlive } from '../../processes/processTable.ts';
import { until } from '../../processes/until.ts';
import { engineOptions } from '../../bundles/cliBundle.ts';
import type { OwnershipBundle } from '../../bundles/ownershipBundle.ts';

export interface StartOptions {
  readonly home: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly port?: number;
  /** Put in front of the command, e.g. to enter a network namespace. */
  readonly prefix?: readonly string[];
}

export interface WindowMessage {
  readonly state?: 'connecting' | 'connected' | 'failed';
  readonly pid?: number;
  readonly version?: string;
  readonly here?: boolean;
  readonly code?: string;
  readonly message?: string;
  readonly acked?: string;
  readonly refused?: string;
  readonly status?: Record<string, unknown> | null;
  readonly error?: string;
}

/** A stand-in for an editor window: a process of its own with a forked owner of its own. */
export class Window {
  readonly process: TrackedProcess;

  /** `patience` says what is not as usual. */
  constructor(bundle: OwnershipBundle, options: StartOptions & { patience?: Partial<Patience> }) {
    const env = { ...options.env, TEST_PATIENCE: JSON.stringify(options.patience ?? {}) };
    this.process = startContender([bundle.window], { ...options, env });
  }

  get pid(): number {
    return this.process.pid;
  }

  messages(): WindowMessage[] {
    const lines = this.process.stdout.split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as WindowMessage);
  }

  /** What it said last about its connection. */
  get state(): WindowMessage | undefined {
    return this.messages().findLast(({ state }) => state !== undefined);
  }

  async connected(timeoutMs = 15_000): Promise<WindowMessage> {
    return until(() => this.state?.state === 'connected' && this.state, {
      timeoutMs,
      intervalMs: 20,
      what: `window ${this.pid} to be connected (${this.process.stderr})`,
    });
  }

  async failed(timeoutMs = 30_000): Promise<WindowMessage> {
    return until(() => this.state?.state === 'failed' && this.state, {
      timeoutMs,
      what: `window ${this.pid} to fail`,
    });
  }

  tell(command: string): void {
    this.process.child.stdin?.write(`${command}\n`);
  }

  acked(): string[] {
    return this.messages().flatMap(({ acked }) => acked ?? []);
  }

  /** Asks for `memory_status`, and waits for the answer. */
  async status(timeoutMs = 40_000): Promise<WindowMessage> {
    const before = this.messages().filter(({ status }) => status !== undefined).length;
    this.tell('status');
    return until(() => this.messages().filter(({ status }) => status !== undefined)[before], {
      timeoutMs,
      what: 'an answer to memory_status',
    });
  }

  /** As the person closes it. */
  async close(): Promise<void> {
    this.process.child.stdin?.end();
    await this.process.exited;
  }
}

/** `memory-bridge serve` in JSON; an impatient one soon calls an owner hung that does not answer. */
export function startServe(
  bundle: OwnershipBundle,
  options: StartOptions & { args?: readonly string[]; isImpatient?: boolean },
): TrackedProcess {
  const program = options.isImpatient ? bundle.impatientCli : bundle.cli;
  return startContender([program, '--json', ...(options.args ?? []), 'serve'], options);
}

/** A process of the product, with nothing of our own environment but PATH. */
export function startContender(
  args: readonly string[],
  { home, env, port, prefix = [] }: StartOptions,
): TrackedProcess {
  const [command = process.execPath, ...rest] = [...prefix, process.execPath, ...engineOptions, ...args];
  return startProcess(command, rest, {
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      MEMORY_BRIDGE_HOME: home,
      ...(port === undefined ? {} : { MEMORY_BRIDGE_PORT: String(port) }),
      ...env,
    },
  });
}

export function portOf(home: string): number {
  return (JSON.parse(readFileSync(path.join(home, 'server.json'), 'utf8')) as { port: number }).port;
}

/** Who answers on the port of this home; undefined when nobody does. */
export async function healthOf(home: string): Promise<Health | undefined> {
  try {
    const response = await fetchWithTimeout(`http://127.0.0.1:${portOf(home)}/health`, { timeoutMs: 2_000 });
    return healthSchema.parse(await response.json());
  } catch {
    return undefined;
  }
}

/** The owner that serves, other than `not`. */
export async function readyOwner(home: string, not?: number, timeoutMs = 20_000): Promise<Health> {
  return until(
    async () => {
      const health = await healthOf(home);
      return health?.state === 'ready' && health.pid !== not && isAlive(health.pid) && health;
    },
    { timeoutMs, intervalMs: 10, what: 'an owner that is ready' },
  );
}

import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { isAlive } from './processTable.ts';
import { until } from './until.ts';

export interface ProcessOptions {
  cwd?: string;
  /** The whole environment; the test's own when missing. */
  env?: NodeJS.ProcessEnv;
  /** Written to standard input, which is then closed. */
  input?: string;
}

export interface ProcessExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface ProcessResult extends ProcessExit {
  stdout: string;
  stderr: string;
  timedOut: boolean;
  durationMs: number;
}

const running = new Set<TrackedProcess>();

/** A process started by a test, with what it has printed so far. */
export class TrackedProcess {
  readonly child: ChildProcess;
  readonly exited: Promise<ProcessExit>;
  stdout = '';
  stderr = '';
  #ended = false;
  readonly #command: string;

  constructor(command: string, args: readonly string[], { cwd, env, input }: ProcessOptions) {
    this.#command = [command, ...args].join(' ');
    this.child = spawn(command, [...args], { cwd, env: env ?? process.env, stdio: 'pipe' });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    // A process that ends before it has read its input breaks the pipe; its exit code tells the story.
    this.child.stdin?.on('error', () => {});
    if (input !== undefined) this.child.stdin?.end(input);
    this.exited = new Promise((resolve) => {
      this.child.once('error', (error) => {
        this.stderr += String(error);
        this.#finish(resolve, { code: null, signal: null });
      });
      this.child.once('close', (code, signal) => this.#finish(resolve, { code, signal }));
    });
    running.add(this);
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error(`Could not start ${this.#command}: ${this.stderr}`);
    return this.child.pid;
  }

  get hasEnded(): boolean {
    return this.#ended;
  }

  /** Waits until the output (both streams) matches. Rejects at once when the process ends before. */
  async waitForOutput(pattern: RegExp, timeoutMs = 30_000): Promise<RegExpMatchArray> {
    let match: RegExpMatchArray | null = null;
    const seen = () => (match = pattern.exec(this.stdout) ?? pattern.exec(this.stderr)) !== null;
    await until(() => seen() || this.#ended, { timeoutMs, what: `${pattern} from ${this.#command}` }).catch(
      (error: unknown) => {
        throw new Error(`${String(error)}\n${this.stdout}\n${this.stderr}`, { cause: error });
      },
    );
    if (!match) throw new Error(`${this.#command} ended without ${pattern}:\n${this.stdout}\n${this.stderr}`);
    return match;
  }

  /** Asks it to end, and kills it when it has not ended after `graceMs`. */
  async stop(graceMs = 5_000): Promise<ProcessExit> {
    if (this.#ended) return this.exited;
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), graceMs);
    try {
      return await this.exited;
    } finally {
      clearTimeout(timer);
    }
  }

  async kill(): Promise<ProcessExit> {
    if (!this.#ended) this.child.kill('SIGKILL');
    return this.exited;
  }

  #finish(resolve: (exit: ProcessExit) => void, exit: ProcessExit): void {
    this.#ended = true;
    running.delete(this);
    resolve(exit);
  }
}

/** Starts a process that `stopAllProcesses` will end if the test does not. */
export function startProcess(
  command: string,
  args: readonly string[] = [],
  options: ProcessOptions = {},
): TrackedProcess {
  return new TrackedProcess(command, args, options);
}

/** Runs a process to its end; kills it when the time is up. A failing exit code is a result, not an error. */
export async function runProcess(
  command: string,
  args: readonly string[] = [],
  { timeoutMs = 60_000, ...options }: ProcessOptions & { timeoutMs?: number } = {},
): Promise<ProcessResult> {
  const started = performance.now();
  const tracked = startProcess(command, args, { input: '', ...options });
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    tracked.child.kill('SIGKILL');
  }, timeoutMs);
  const exit = await tracked.exited;
  clearTimeout(timer);
  const { stdout, stderr } = tracked;
  return { ...exit, stdout, stderr, timedOut, durationMs: performance.now() - started };
}

/** Ends everything that `startProcess` started and that still runs. */
export async function stopAllProcesses(): Promise<void> {
  await Promise.all([...running].map((tracked) => tracked.stop()));
}

/** Waits until a process (anybody's) has ended. */
export async function waitForExit(pid: number, timeoutMs = 30_000): Promise<void> {
  await until(() => !isAlive(pid), { timeoutMs, intervalMs: 20, what: `the end of process ${pid}` });
}

/**
 * Below the ports that systems give to connections (32768 on Linux, 49152 elsewhere): one of those may be taken by any
 * connection on the machine before a server binds it.
 */
const ports = { first: 10_000, last: 32_000 } as const;
const anyPort = () => ports.first + Math.floor(Math.random() * (ports.last - ports.first));
let lastPort = anyPort();

/** A loopback port that nobody listens on at this moment. Asked again, it gives another one. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    lastPort = lastPort < ports.last ? lastPort + 1 : ports.first;
    if (await isFree(lastPort)) return lastPort;
    lastPort = anyPort();
  }
  throw new Error(`No port between ${ports.first} and ${ports.last} is free`);
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** `fetch` that never hangs. */
export async function fetchWithTimeout(
  url: string | URL,
  { timeoutMs = 5_000, ...init }: RequestInit & { timeoutMs?: number } = {},
): Promise<Response> {
  return fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
}

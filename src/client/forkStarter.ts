import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { MemoryBridgeError } from '../core/errors.ts';
import type { Logger } from '../core/ports.ts';
import { childEnvironment } from './childEnvironment.ts';
import type { ChildMessage, ParentMessage } from './childMessages.ts';
import type { DataDirectory } from '../home/dataDirectory.ts';
import type { OwnerStarter } from './memoryClient.ts';

export interface ForkStarterOptions {
  readonly directory: DataDirectory;
  /** The built `dist/server.js`. */
  readonly serverPath: string;
  readonly logger?: Logger | undefined;
  /** What a child gets besides the environment of this process, asked for at each start. */
  readonly environment?: () => Readonly<Record<string, string>>;
  /** Time between two looks at the child, ms. Default 15 s. */
  readonly pingIntervalMs?: number;
  /** Time that a child has to answer, ms; it is asked twice. Default 5 s. */
  readonly pingTimeoutMs?: number;
}

type StartResult = Awaited<ReturnType<OwnerStarter['start']>>;

/** A child that ends without a word this often in a row is broken, not unlucky. */
const silentEnds = 3;
const startTimeout = 60_000;
const stopTimeout = 5_000;
const maxOutput = 1024 * 1024;

/**
 * Hosts the owner in a child process that lives and dies with this one: the channel between them is its life line.
 * Only this parent may kill a child that hangs, for nobody else can know that it will not come back.
 */
export class ForkStarter implements OwnerStarter {
  readonly #options: ForkStarterOptions;
  #child: ChildProcess | undefined;
  #isOwner = false;
  #isRetired = false;
  #isWindowAlive = true;
  #silentEnds = 0;
  #pingId = 0;
  #answered = 0;
  #pingTimer: NodeJS.Timeout | undefined;
  #starting: Promise<StartResult> | undefined;

  constructor(options: ForkStarterOptions) {
    this.#options = options;
  }

  get ownerPid(): number | undefined {
    return this.#isOwner ? this.#child?.pid : undefined;
  }

  get isRetired(): boolean {
    return this.#isRetired;
  }

  start(): Promise<StartResult> {
    this.#starting ??= this.#start().finally(() => (this.#starting = undefined));
    return this.#starting;
  }

  /** Tells the child whether its window still has somebody in front of it. */
  setWindowAlive(alive: boolean): void {
    this.#isWindowAlive = alive;
    this.#send({ type: 'window', alive });
  }

  /** Cuts the life line and returns at once: the child drains by itself. For `deactivate`. */
  release(): void {
    clearInterval(this.#pingTimer);
    if (this.#child?.connected) this.#child.disconnect();
  }

  async stop(reason: string): Promise<void> {
    const child = this.#child;
    if (!child || hasEnded(child)) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    this.#send({ type: 'drain', reason });
    this.release();
    const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeout);
    await ended;
    clearTimeout(timer);
  }

  async #start(): Promise<StartResult> {
    if (this.#isRetired) return { outcome: 'failed', error: retired() };
    // One that is still ending holds the port; a second one could only lose against it.
    if (this.#child && !hasEnded(this.#child)) {
      if (this.#isOwner) return { outcome: 'owner' };
      await exitOf(this.#child);
    }
    try {
      return await this.#fork();
    } catch (error) {
      return { outcome: 'failed', error: this.#startFailure(error) };
    }
  }

  #fork(): Promise<StartResult> {
    const { directory, serverPath, logger } = this.#options;
    directory.prepare();
    const output = this.#openOutput();
    const child = fork(serverPath, ['--home', directory.home], {
      env: { ...childEnvironment(), ...this.#options.environment?.() },
      // The flags of an extension host (inspector ports among them) are not for its children.
      execArgv: [],
      stdio: ['ignore', output, output, 'ipc'],
    });
    if (output !== 'ignore') closeSync(output);
    this.#child = child;
    this.#isOwner = false;
    return new Promise((resolve) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), startTimeout);
      const settle = (result: StartResult) => {
        clearTimeout(timer);
        if (result.outcome !== 'lost') this.#silentEnds = 0;
        resolve(result);
      };
      child.on('error', (error) => {
        logger?.error('The memory server process failed.', { error: String(error) });
        settle({ outcome: 'failed', error: this.#startFailure(error) });
      });
      child.on('message', (message: ChildMessage) => {
        if (message.type === 'owner') {
          this.#isOwner = true;
          this.#watch(child);
          if (!this.#isWindowAlive) this.setWindowAlive(false);
          settle({ outcome: 'owner' });
        } else if (message.type === 'lost') settle({ outcome: 'lost' });
        else if (message.type === 'failed') {
          const { code, message: text, details } = message;
          const error = new MemoryBridgeError(code, text, details ? { details: { ...details } } : {});
          settle({ outcome: 'failed', error });
        } else if (message.type === 'pong') this.#answered = message.id;
        else this.#isRetired = true;
      });
      child.once('exit', (code, signal) => {
        clearTimeout(timer);
        if (this.#child === child) this.#isOwner = false;
        logger?.info('The memory server process has ended.', { pid: child.pid, code, signal });
        // Killed before it could say how the race ended: it is lost, unless that is all it ever does.
        const isBroken = code !== 0 && ++this.#silentEnds >= silentEnds;
        settle(isBroken ? { outcome: 'failed', error: this.#startFailure() } : { outcome: 'lost' });
      });
    });
  }

  /** Asks the child for a sign of life; asks again before it judges, because this process may itself have slept. */
  #watch(child: ChildProcess): void {
    const { pingIntervalMs = 15_000, pingTimeoutMs = 5_000, logger } = this.#options;
    clearInterval(this.#pingTimer);
    this.#pingTimer = setInterval(() => {
      if (hasEnded(child) || !child.connected) return clearInterval(this.#pingTimer);
      this.#ask(pingTimeoutMs, () =>
        this.#ask(pingTimeoutMs, () => {
          if (hasEnded(child) || this.#child !== child) return;
          logger?.warn('The memory server process does not answer and is killed.', { pid: child.pid });
          child.kill('SIGKILL');
        }),
      );
    }, pingIntervalMs);
    this.#pingTimer.unref();
  }

  #ask(timeout: number, onSilence: () => void): void {
    const id = ++this.#pingId;
    this.#send({ type: 'ping', id });
    setTimeout(() => this.#answered < id && onSilence(), timeout).unref();
  }

  /** Every send has a callback: without one a dead channel throws. */
  #send(message: ParentMessage): void {
    if (!this.#child?.connected) return;
    this.#child.send(message, (error) => {
      if (error) this.#options.logger?.debug('The memory server process is gone.', { error: error.message });
    });
  }

  /** A file, because a pipe that nobody reads fills the child's memory. Where none can be written there is no log. */
  #openOutput(): number | 'ignore' {
    const file = path.join(this.#options.directory.logs, 'server.out');
    try {
      const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
      if (size > maxOutput) truncateSync(file);
      return openSync(file, 'a', 0o600);
    } catch (error) {
      this.#options.logger?.warn('The output of the memory server is not kept.', { error: String(error) });
      return 'ignore';
    }
  }

  #startFailure(cause?: unknown): MemoryBridgeError {
    // A folder that cannot be written to has no log that could say so.
    if (MemoryBridgeError.is(cause)) return cause;
    const message = `The memory server process could not be started. Its log is in ${this.#options.directory.logs}.`;
    return new MemoryBridgeError('unavailable', message, { cause });
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

async function exitOf(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeout);
  await new Promise<void>((resolve) => child.once('exit', () => resolve()));
  clearTimeout(timer);
}

function retired(): MemoryBridgeError {
  return new MemoryBridgeError(
    'unavailable',
    'A newer version of Memory Bridge took over and has ended since. Reload this window to use it here too.',
  );
}

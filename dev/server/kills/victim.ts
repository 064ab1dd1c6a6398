import path from 'node:path';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import { TokenFile } from '../../../src/home/token.ts';
import { type CliBundle, startCli } from '../../bundles/cliBundle.ts';
import { startPromptServe } from '../../bundles/promptServe.ts';
import { fetchWithTimeout, freePort, type TrackedProcess } from '../../processes/processes.ts';
import { until } from '../../processes/until.ts';

/** A data directory and the `memory-bridge serve` that owns it, from kill to kill. */
export class Victim {
  readonly home: string;
  readonly port: number;
  readonly #bundle: CliBundle;
  readonly #isPrompt: boolean;
  readonly #env: NodeJS.ProcessEnv;
  #process: TrackedProcess | undefined;

  private constructor(
    bundle: CliBundle,
    home: string,
    port: number,
    { isPrompt, env }: { isPrompt: boolean; env: NodeJS.ProcessEnv },
  ) {
    this.#bundle = bundle;
    this.#isPrompt = isPrompt;
    this.#env = env;
    this.home = home;
    this.port = port;
  }

  /** `isPrompt`: with `promptServe.js` of the bundle, see `layPromptServe`. */
  static async start(
    bundle: CliBundle,
    home: string,
    { isPrompt = false, env = {} }: { isPrompt?: boolean; env?: NodeJS.ProcessEnv } = {},
  ): Promise<Victim> {
    const victim = new Victim(bundle, home, await freePort(), { isPrompt, env });
    await victim.start();
    return victim;
  }

  get token(): string {
    const token = new TokenFile(new DataDirectory(this.home)).read();
    if (!token) throw new Error(`There is no token in ${this.home}`);
    return token;
  }

  get log(): string {
    return path.join(this.home, 'memory.db-wal');
  }

  /** Resolves when it serves, to the ms that took. */
  async start(): Promise<number> {
    const started = performance.now();
    const server = this.#isPrompt
      ? startPromptServe(this.#bundle, this.home, this.port, this.#env)
      : startCli(this.#bundle, ['--home', this.home, '--port', String(this.port), 'serve'], {
          home: this.home,
          env: this.#env,
        });
    this.#process = server;
    await until(async () => (server.hasEnded ? 'ended' : (await this.#state()) === 'ready'), {
      timeoutMs: 30_000,
      intervalMs: 10,
      what: `a server on ${this.home}`,
    });
    if (server.hasEnded) throw new Error(`The server did not start: ${server.stdout}${server.stderr}`);
    return performance.now() - started;
  }

  async kill(): Promise<void> {
    await this.#process?.kill();
  }

  /** As a person would end it. */
  async stop(): Promise<void> {
    await this.#process?.stop();
  }

  async #state(): Promise<string> {
    const response = await fetchWithTimeout(`http://127.0.0.1:${this.port}/health`, { timeoutMs: 2_000 });
    return ((await response.json()) as { state: string }).state;
  }
}

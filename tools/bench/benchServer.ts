import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { headers } from '../../src/core/product.ts';
import { freePort, startProcess, type TrackedProcess } from '../../dev/processes/processes.ts';

const megabyte = 1024 * 1024;
/** The kernel counts in hundredths of a second towards programs, on each platform of ours. */
const msOfTick = 10;

export type Call = (name: string, input: unknown) => Promise<unknown>;

/** The built server on a data folder, and clients of it as they are elsewhere: over loopback, connections kept alive. */
export class BenchServer implements AsyncDisposable {
  /** From the start of the process until it said where it listens. */
  readonly readyMs: number;
  readonly #process: TrackedProcess;
  readonly #port: number;
  readonly #token: string;

  private constructor(running: TrackedProcess, port: number, token: string, readyMs: number) {
    this.#process = running;
    this.#port = port;
    this.#token = token;
    this.readyMs = readyMs;
  }

  static async start(root: string, home: string): Promise<BenchServer> {
    const program = path.join(root, 'dist/cli.js');
    if (!existsSync(program))
      throw new Error('Run `npm run package` first: the benchmark measures what ships.');
    // A folder keeps the port that it got first.
    const env = { ...process.env, MEMORY_BRIDGE_PORT: `${await freePort()}` };
    const started = performance.now();
    const running = startProcess(process.execPath, [program, '--home', home, 'serve'], { env });
    const [, port] = await running.waitForOutput(/127\.0\.0\.1:(\d+)/, 120_000);
    const readyMs = performance.now() - started;
    return new BenchServer(
      running,
      Number(port),
      (await readFile(path.join(home, 'token'), 'utf8')).trim(),
      readyMs,
    );
  }

  /** A client with a connection of its own unless it is given others. Waits out a 429, as any does. */
  client(
    name = 'bench',
    agent = new http.Agent({ keepAlive: true, maxSockets: 1 }),
    { actor }: { readonly actor?: string } = {},
  ): Call {
    return async (operation, input) => {
      for (;;) {
        const reply = await this.#post(agent, { client: name, actor }, operation, JSON.stringify(input));
        if (reply.status === 200) return JSON.parse(reply.text);
        if (reply.status !== 429) throw new Error(`${operation} answered ${reply.status}: ${reply.text}`);
        await new Promise((resolve) => setTimeout(resolve, reply.retryAfter * 1000));
      }
    };
  }

  /** Resident memory as the kernel counts it, in MB, files that are mapped included. */
  async residentMegabytes(): Promise<number> {
    const status = await readFile(`/proc/${this.#process.pid}/status`, 'utf8');
    return (Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) * 1024) / megabyte;
  }

  /** The most that it ever was, in MB. */
  async peakMegabytes(): Promise<number> {
    const status = await readFile(`/proc/${this.#process.pid}/status`, 'utf8');
    return (Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) * 1024) / megabyte;
  }

  /** What it has used of processors so far, with all of its threads, in ms. */
  async cpuMilliseconds(): Promise<number> {
    const stat = await readFile(`/proc/${this.#process.pid}/stat`, 'utf8');
    // Behind the name, which may hold anything, the third of the fields follows.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * msOfTick;
  }

  /** As a crash or the end of the computer does it. */
  async kill(): Promise<void> {
    await this.#process.kill();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.stop();
  }

  #post(
    agent: http.Agent,
    { client, actor }: { readonly client: string; readonly actor: string | undefined },
    operation: string,
    body: string,
  ): Promise<{ status: number; text: string; retryAfter: number }> {
    return new Promise((resolve, reject) => {
      const request = http.request(
        {
          agent,
          host: '127.0.0.1',
          port: this.#port,
          path: `/api/${operation}`,
          method: 'POST',
          headers: {
            authorization: `Bearer ${this.#token}`,
            'content-type': 'application/json',
            'user-agent': client,
            ...(actor === undefined ? {} : { [headers.actor]: actor }),
          },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => (text += chunk));
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              text,
              retryAfter: Number(response.headers['retry-after'] ?? 1),
            }),
          );
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  }
}

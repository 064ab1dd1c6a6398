/** The built product, run on the folder of the store that is made, at a time of its own. */
import { execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { portOf } from '../../../dev/server/memoryServer.mjs';

const cli = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
const clock = new URL('movedClock.mjs', import.meta.url).href;
const startLimitMs = 60_000;

/** Nothing of the person's own: neither their memory nor their keys nor their git. */
const environment = (more) => ({
  PATH: process.env.PATH,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  ...more,
});

/** One owner of the folder, from its start to its end. */
export class BuiltServer {
  #child;
  #ended;
  #home;
  #port;
  #token;
  #calls = 0;
  #startedAt = Date.now();
  #time;
  #rate;

  /** `time` (ms) is what its clock says at the start; `rate` how fast that clock runs. */
  static async start({ home, time, rate = 1 }) {
    const server = new BuiltServer();
    server.#home = home;
    server.#time = time;
    server.#rate = rate;
    const env = environment({ KEPT_STORE_TIME: String(time), KEPT_STORE_RATE: String(rate) });
    const port = String(await portOf(home));
    const child = spawn(process.execPath, ['--import', clock, cli, '--home', home, '--port', port, 'serve'], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    server.#child = child;
    server.#ended = new Promise((resolve) => child.once('exit', resolve));
    let said = '';
    server.#port = port;
    await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`The server does not start: ${said}`)), startLimitMs);
      child.stdout.setEncoding('utf8').on('data', (text) => {
        said += text;
        if (!/127\.0\.0\.1:\d+/.test(said)) return;
        clearTimeout(timer);
        resolve();
      });
      child.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${said}`)));
    });
    server.#token = (await readFile(path.join(home, 'token'), 'utf8')).trim();
    return server;
  }

  /** What its clock says now. */
  get now() {
    return Math.round(this.#time + (Date.now() - this.#startedAt) * this.#rate);
  }

  /** One operation over HTTP. `from` says who calls: `actor`, `project`, `session`. Throws what was refused. */
  async call(name, input, from = {}) {
    const said = {
      'x-memory-actor': from.actor ?? 'editor/vscode',
      'x-memory-project': from.project,
      'x-memory-session': from.session,
      // The answers of writes are kept under their keys; those that only ask need none.
      ...(from.keyless ? {} : { 'idempotency-key': `kept-${this.#time}-${++this.#calls}` }),
    };
    const headers = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
    for (;;) {
      const response = await fetch(`http://127.0.0.1:${this.#port}/api/${name}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(input),
      });
      const body = await response.json();
      if (response.ok) return body.result;
      if (response.status !== 429)
        throw new Error(
          `${name} answered ${response.status}: ${JSON.stringify(body)} to ${JSON.stringify(input)}`,
        );
      await delay(1000);
    }
  }

  /** One command of the command line. There is no terminal, so it acts as a script. */
  async run(args, cwd) {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [cli, '--home', this.#home, '--json', ...args],
      {
        cwd,
        env: environment({}),
      },
    );
    return JSON.parse(stdout);
  }

  /** Asks until the answer is as wanted. */
  async until(what, ask, { limitMs = 30_000, everyMs = 100 } = {}) {
    for (const end = Date.now() + limitMs; ; await delay(everyMs)) {
      const answer = await ask();
      if (answer) return answer;
      if (Date.now() > end) throw new Error(`Waited in vain: ${what}`);
    }
  }

  /** Ends in order: the log is taken into the database. */
  async stop() {
    this.#child.kill('SIGTERM');
    await this.#ended;
  }

  /** Ends as with the power. */
  async kill() {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isLive, type JobState } from '../../../../src/core/jobs/job.ts';
import { headers as names } from '../../../../src/core/product.ts';
import { DataDirectory } from '../../../../src/home/dataDirectory.ts';
import type { TextCleaner } from '../../../../src/safety/textCleaner.ts';
import { compose } from '../../../../src/server/compose.ts';
import { InProcessStarter } from '../../../../src/server/inProcessStarter.ts';
import { openServerLog } from '../../../../src/server/serverLog.ts';
import { tempDirectory, type TempDirectory } from '../../../../dev/files/tempDirectory.ts';
import { freePort } from '../../../../dev/processes/processes.ts';
import { until } from '../../../../dev/processes/until.ts';

type Json = Record<string, unknown>;

interface EndedJob {
  readonly id: string;
  readonly kind: string;
  readonly state: JobState;
  readonly error: string | null;
  readonly result: unknown;
}

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Where agents keep what was said to them: nothing of the person at this machine is read. */
const places = [
  'HOME',
  'XDG_DATA_HOME',
  'CLAUDE_CONFIG_DIR',
  'CODEX_HOME',
  'GEMINI_CLI_HOME',
  'OPENCODE_DB',
  'MEMORY_BRIDGE_INGESTION',
];

/** A whole server over a folder of its own, asked as a person asks it, and everything that it says. */
export class DoorServer {
  readonly answers: string[] = [];
  /** Where sources are made. */
  readonly temp: TempDirectory;
  /** The home of the person. */
  readonly person: string;
  readonly home: string;
  readonly #starter: InProcessStarter;
  readonly #url: string;
  readonly #before: ReadonlyMap<string, string | undefined>;
  readonly #listening = new AbortController();

  private constructor(
    temp: TempDirectory,
    { home, person }: { readonly home: string; readonly person: string },
    starter: InProcessStarter,
    url: string,
    before: ReadonlyMap<string, string | undefined>,
  ) {
    this.temp = temp;
    this.home = home;
    this.person = person;
    this.#starter = starter;
    this.#url = url;
    this.#before = before;
  }

  static async over(cleaners: readonly TextCleaner[] | undefined): Promise<DoorServer> {
    const temp = await tempDirectory('doors');
    const home = await temp.makeDirectory('home');
    const person = await temp.makeDirectory('person');
    const before = new Map(places.map((name) => [name, process.env[name]]));
    for (const name of places) delete process.env[name];
    process.env['HOME'] = person;
    const directory = new DataDirectory(home).prepare();
    const port = await freePort();
    const starter = new InProcessStarter({
      directory,
      hostKind: 'serve',
      logger: openServerLog(directory),
      port,
      compose: (parts) => compose(parts, cleaners),
    });
    const started = await starter.start();
    if (started.outcome !== 'owner') throw new Error(`The server did not start: ${started.outcome}`);
    const server = new DoorServer(temp, { home, person }, starter, `http://127.0.0.1:${port}`, before);
    void server.#listen();
    return server;
  }

  /** Says it as a person, or as an agent in a folder. A refusal is an answer as well. */
  async call(name: string, input: Json, from: Record<string, string> = {}): Promise<Json> {
    const text = await this.#ask(`/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [names.actor]: 'user/test', ...from },
      body: JSON.stringify(input),
    });
    const answer = JSON.parse(text) as { result?: Json };
    return answer.result ?? answer;
  }

  /** Has a job done, and answers what became of it; undefined where it was refused at once. */
  async job(name: string, input: Json): Promise<EndedJob | undefined> {
    const { job: id } = await this.call(name, input);
    if (typeof id !== 'string') return undefined;
    const ended = async () => {
      const { jobs } = (await this.call('list_jobs', { ids: [id] })) as { jobs: EndedJob[] };
      const [job] = jobs;
      // What failed in a way that may pass is tried again later; nobody waits for that.
      return job && (!isLive(job) || job.error !== null) && job;
    };
    return until(ended, { what: `the end of ${name}`, timeoutMs: 120_000 });
  }

  /** Everything that it says of itself. */
  async sayAll(): Promise<void> {
    for (const at of ['/health', '/metrics']) await this.#ask(at, {});
    for (const name of ['stats', 'memory_status', 'list_jobs', 'ingestion_status', 'background_report'])
      await this.call(name, {});
    await this.call('list_inbox', { all_projects: true, limit: 100 });
    await this.call('list_projects', {});
  }

  /** Bytes of each file below the home, and of all answers and events. */
  said(): Map<string, Buffer> {
    const files = readdirSync(this.home, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    if (files.length < 5) throw new Error('There are hardly any files to search.');
    return new Map([
      ...files.map((entry) => {
        const file = path.join(entry.parentPath, entry.name);
        return [path.relative(this.home, file), readFileSync(file)] as const;
      }),
      ['answers and events', Buffer.from(this.answers.join('\n'))],
    ]);
  }

  async stop(): Promise<void> {
    this.#listening.abort();
    await this.#starter.stop('test');
    for (const [name, value] of this.#before)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }

  async dispose(): Promise<void> {
    await this.stop();
    await this.temp.dispose();
  }

  async #ask(route: string, init: Asked): Promise<string> {
    const token = readFileSync(path.join(this.home, 'token'), 'utf8').trim();
    const answer = await fetch(`${this.#url}${route}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...init.headers },
      signal: AbortSignal.timeout(60_000),
    });
    const text = await answer.text();
    this.answers.push(text);
    if (answer.status >= 500 && route !== '/health') throw new Error(`${route}: ${answer.status} ${text}`);
    return text;
  }

  async #listen(): Promise<void> {
    const token = readFileSync(path.join(this.home, 'token'), 'utf8').trim();
    try {
      const stream = await fetch(`${this.#url}/api/events`, {
        headers: { authorization: `Bearer ${token}` },
        signal: this.#listening.signal,
      });
      for await (const piece of stream.body ?? []) this.answers.push(Buffer.from(piece).toString());
    } catch {
      // The server has ended, or the test has.
    }
  }
}

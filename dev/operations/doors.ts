import { CommanderError } from 'commander';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { openServerLog } from '../../src/server/serverLog.ts';
import { paintFor } from '../../src/cli/cliIo.ts';
import type { CliContext } from '../../src/cli/cliContext.ts';
import { exitCodes, reportError } from '../../src/cli/exitCodes.ts';
import { createProgram } from '../../src/cli/program.ts';
import { UsageError } from '../../src/cli/usageError.ts';
import { scriptName } from '../../src/core/memory/history.ts';
import { DataDirectory } from '../../src/home/dataDirectory.ts';
import { TokenFile } from '../../src/home/token.ts';
import { InProcessStarter } from '../../src/server/inProcessStarter.ts';
import { tempDirectory } from '../files/tempDirectory.ts';
import { freePort } from '../processes/processes.ts';

/** What came of a call: a result, or a refusal with what each door says of it. */
export interface Answer {
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly code?: string; readonly message: string };
  /** Of HTTP: what a person reads, and fields that mean nothing. */
  readonly text?: string;
  readonly ignored?: readonly string[];
  /** Of the command line. */
  readonly exit?: number;
}

interface Speaker {
  readonly project: string;
  /** Whom the memory hears: an agent, or a person at a terminal. */
  readonly as: 'agent' | 'person';
}

/** One server, and the three ways into it: HTTP, MCP and the command line. */
export class Doors {
  readonly #url: string;
  readonly #directory: DataDirectory;
  readonly #close: () => Promise<void>;
  readonly #clients = new Map<string, Client>();

  private constructor(url: string, directory: DataDirectory, close: () => Promise<void>) {
    this.#url = url;
    this.#directory = directory;
    this.#close = close;
  }

  static async open(): Promise<Doors> {
    const temp = await tempDirectory('doors');
    const directory = new DataDirectory(await temp.makeDirectory('home')).prepare();
    const port = await freePort();
    const logger = openServerLog(directory);
    const starter = new InProcessStarter({ directory, hostKind: 'serve', logger, port });
    const started = await starter.start();
    if (started.outcome !== 'owner') throw new Error(`The server did not start: ${started.outcome}`);
    return new Doors(`http://127.0.0.1:${port}`, directory, async () => {
      await starter.stop('The test has ended.');
      await temp.dispose();
    });
  }

  async close(): Promise<void> {
    for (const client of this.#clients.values()) await client.close();
    await this.#close();
  }

  async http(name: string, input: object, { project, as }: Speaker): Promise<Answer> {
    const response = await fetch(`${this.#url}/api/${name}`, {
      method: 'POST',
      headers: { ...this.#headers(project, as), 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    return (await response.json()) as Answer;
  }

  /** What `/mcp/full` lists, or `/mcp`. */
  async tools(path = '/mcp/full'): Promise<Awaited<ReturnType<Client['listTools']>>['tools']> {
    const client = await this.#client(path, '');
    return (await client.listTools()).tools;
  }

  async mcp(name: string, input: object, { project }: Pick<Speaker, 'project'>): Promise<Answer> {
    const client = await this.#client('/mcp/full', project);
    const answer = await client.callTool({ name, arguments: { ...input } });
    const [block] = answer.content as { text?: string }[];
    if (answer.isError) return { error: { message: block?.text ?? '' } };
    return { result: answer.structuredContent as Record<string, unknown> };
  }

  /** A command with `--json`, in this process. */
  async cli(args: readonly string[], { project, as }: Speaker, typed = ''): Promise<Answer> {
    const printed: string[] = [];
    const noted: string[] = [];
    const context: CliContext = {
      exitCode: exitCodes.done,
      io: {
        env: { MEMORY_BRIDGE_HOME: this.#directory.home },
        cwd: project,
        isInteractive: false,
        atTerminal: as === 'person',
        stdinIsTerminal: typed === '',
        width: undefined,
        paint: paintFor(false),
        print: (text) => printed.push(text),
        note: (text) => noted.push(text),
        progress: undefined,
        readStdin: () => Promise.resolve(typed),
      },
    };
    const words = ['--json', ...args];
    try {
      await createProgram(context, true, words).parseAsync(words, { from: 'user' });
    } catch (thrown) {
      const isTyping = thrown instanceof CommanderError;
      const error = isTyping ? new UsageError(thrown.message) : thrown;
      const exit = reportError(error, context.io, true);
      return { ...(JSON.parse(noted.at(-1) ?? '{}') as Answer), exit };
    }
    const result = JSON.parse(printed.join('\n') || '{}') as Record<string, unknown>;
    return { result, exit: context.exitCode };
  }

  async #client(path: string, project: string): Promise<Client> {
    const { authorization } = this.#headers(project, 'agent');
    const key = `${path} ${project} ${authorization}`;
    const known = this.#clients.get(key);
    if (known) return known;
    const client = new Client({ name: 'doors', version: '1.0.0' });
    const requestInit = { headers: this.#headers(project, 'agent') };
    await client.connect(new StreamableHTTPClientTransport(new URL(`${this.#url}${path}`), { requestInit }));
    this.#clients.set(key, client);
    return client;
  }

  #headers(project: string, as: Speaker['as']): Record<string, string> {
    return {
      authorization: `Bearer ${new TokenFile(this.#directory).read() ?? ''}`,
      'x-memory-actor': as === 'agent' ? `agent/${scriptName}` : 'cli',
      ...(project === '' ? {} : { 'x-memory-project': project }),
    };
  }
}

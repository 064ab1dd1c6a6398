import { readWhole } from '../../home/wholeFile.ts';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { getNodeValue } from 'jsonc-parser';
import { MemoryBridgeError } from '../../core/errors.ts';
import { recallOperation } from '../../protocol/operations/recall/recall.ts';
import { version } from '../../core/product.ts';
import { parseObject, valueOf } from './jsoncEdit.ts';
import { serverName } from './memoryEntry.ts';

export interface VerifyOptions {
  /** The configuration file whose `mcp.memory` is tried. */
  readonly path: string;
  /** Folder in which OpenCode would work. */
  readonly folder: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** For each step: start, list, call. Default 20 s. */
  readonly timeoutMs?: number;
}

export interface VerifiedSetup {
  readonly form: 'local' | 'remote';
  readonly tools: readonly string[];
  readonly server: { readonly name: string; readonly version: string };
  readonly milliseconds: number;
}

interface Entry {
  readonly type?: string;
  readonly command?: readonly string[];
  readonly environment?: Record<string, string>;
  readonly url?: string;
  readonly headers?: Record<string, string>;
  readonly enabled?: boolean;
}

/**
 * Does what OpenCode does with the configuration as it is on disk: starts the command or calls the URL, shakes hands,
 * lists the tools and recalls something. Throws a plain sentence about the step that failed.
 */
export async function verifyOpenCodeSetup(options: VerifyOptions): Promise<VerifiedSetup> {
  const { path: file, folder, environment = process.env, timeoutMs = 20_000 } = options;
  const started = performance.now();
  const text = readWhole(file) ?? null;
  const root = text === null ? undefined : parseObject(text.replace(/^\uFEFF/, ''), file);
  const node = valueOf(valueOf(root, 'mcp'), serverName);
  if (!node)
    throw new MemoryBridgeError(
      'not_found',
      `${file} has no MCP server named "${serverName}". Run "memory-bridge setup opencode".`,
    );
  const entry = (await substitute(getNodeValue(node), path.dirname(file), environment)) as Entry;
  if (entry.enabled === false)
    throw new MemoryBridgeError(
      'conflict',
      `"${serverName}" is switched off in ${file}. Set "enabled" to true.`,
    );
  const { transport, lastWords } = open(entry, folder, environment);
  const client = new Client({ name: 'memory-bridge-setup', version });
  let step = 'did not answer';
  try {
    await client.connect(transport, { timeout: timeoutMs });
    step = 'did not list its tools';
    const { tools } = await client.listTools(undefined, { timeout: timeoutMs });
    step = 'did not recall';
    const call = { name: recallOperation.name, arguments: { query: 'memory bridge', limit: 1 } };
    const answer = await client.callTool(call, { timeout: timeoutMs });
    if (answer.isError) throw new Error(JSON.stringify(answer.content));
    const { name = 'unknown', version: serverVersion = 'unknown' } = client.getServerVersion() ?? {};
    return {
      form: entry.type === 'local' ? 'local' : 'remote',
      tools: tools.map((tool) => tool.name),
      server: { name, version: serverVersion },
      milliseconds: Math.round(performance.now() - started),
    };
  } catch (error) {
    const said = lastWords();
    throw new MemoryBridgeError(
      'unavailable',
      `OpenCode could not reach the memory: the server in ${file} ${step} (${reasonOf(error)}).${said && ` It said: ${said}`}`,
      { cause: error, details: { path: file } },
    );
  } finally {
    await client.close().catch(() => undefined);
  }
}

interface Opened {
  readonly transport: StdioClientTransport | StreamableHTTPClientTransport;
  /** The end of what a started process wrote to its error stream. */
  readonly lastWords: () => string;
}

function open(entry: Entry, folder: string, environment: NodeJS.ProcessEnv): Opened {
  const { type, command, url } = entry;
  if (type === 'remote' && url !== undefined) {
    const requestInit = { headers: { ...entry.headers } };
    return {
      transport: new StreamableHTTPClientTransport(new URL(url), { requestInit }),
      lastWords: () => '',
    };
  }
  const [program, ...args] = command ?? [];
  if (type !== 'local' || program === undefined)
    throw new MemoryBridgeError(
      'invalid_input',
      `The MCP server "${serverName}" has neither a command nor a URL.`,
    );
  const env = Object.fromEntries(
    Object.entries({ ...environment, ...entry.environment }).filter(([, value]) => value !== undefined),
  ) as Record<string, string>;
  const transport = new StdioClientTransport({ command: program, args, env, cwd: folder, stderr: 'pipe' });
  let said = '';
  transport.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString('utf8')).slice(-2000)));
  return { transport, lastWords: () => said.trim().split('\n').slice(-3).join(' ') };
}

/** `{env:NAME}` and `{file:path}` in strings, as OpenCode fills them in. */
async function substitute(value: unknown, folder: string, environment: NodeJS.ProcessEnv): Promise<unknown> {
  if (typeof value === 'string') {
    let text = value.replaceAll(/\{env:([^}]+)\}/g, (_, name: string) => environment[name] ?? '');
    for (const [match, name = ''] of text.matchAll(/\{file:([^}]+)\}/g)) {
      const file = path.resolve(folder, name.replace(/^~(?=[\\/])/, homedir()));
      const content = await contentOf(file);
      text = text.replace(match, () => content);
    }
    return text;
  }
  if (Array.isArray(value)) return Promise.all(value.map((item) => substitute(item, folder, environment)));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(async ([key, item]) => [
    key,
    await substitute(item, folder, environment),
  ]);
  return Object.fromEntries(await Promise.all(entries)) as unknown;
}

async function contentOf(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    throw new MemoryBridgeError(
      'not_found',
      `OpenCode would refuse its whole configuration, because ${file} cannot be read. Start the memory once ("memory-bridge status").`,
      { cause: error },
    );
  }
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message !== '' ? `${message}: ${cause.message}` : message;
}

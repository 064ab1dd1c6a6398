import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type FakeModel, type FakeModelRequest, startFakeModel } from './fakeModel.ts';
import { type FakeStep, withSteps } from './fakeModelScript.ts';
import { type ProcessResult, runProcess, startProcess } from '../processes/processes.ts';

export interface OpenCodeOptions {
  /** The folder the agent works in. */
  project: string;
  /** OpenCode's HOME: its configuration and data go below it. */
  home: string;
  /** Merged over every configuration file, for example `{ mcp: { memory: … } }`. */
  config?: Readonly<Record<string, unknown>>;
  env?: Readonly<Record<string, string>>;
}

export interface OpenCodeRunOptions extends OpenCodeOptions {
  prompt: string;
  /** What the model does, one step a turn. Without steps it echoes the prompt, or plays the model's own script. */
  steps?: readonly FakeStep[];
  /** A model that is running already; else one is started for this run. */
  model?: FakeModel;
  /** Further arguments of `opencode run`, for example `['--agent', 'plan']`. */
  args?: readonly string[];
  timeoutMs?: number;
}

export interface OpenCodeToolCall {
  tool: string;
  input: Record<string, unknown>;
  /** Text of the answer; empty when the call failed. */
  output: string;
  status: string;
  error?: string;
}

export interface OpenCodeEvent {
  type: string;
  part?: {
    type?: string;
    text?: string;
    tool?: string;
    state?: { status?: string; input?: Record<string, unknown>; output?: string; error?: string };
  };
  [key: string]: unknown;
}

export interface OpenCodeRun extends ProcessResult {
  events: OpenCodeEvent[];
  toolCalls: OpenCodeToolCall[];
  /** All text of the assistant, one part a line. */
  text: string;
  /** What the model received during this run. */
  requests: FakeModelRequest[];
}

export interface OpenCodeMcpServer {
  name: string;
  /** `connected`, `failed`, `disabled`, `needs authentication`, … as OpenCode words it. */
  status: string;
  line: string;
}

const launcher = path.join(
  path.dirname(createRequire(import.meta.url).resolve('opencode-ai/package.json')),
  'bin',
  'opencode.exe',
);

/**
 * The client from node_modules. Its install script puts the platform's binary in the place of a small launcher; where
 * install scripts are off, the package of the platform has the same binary.
 */
export const openCodeBinary =
  statSync(launcher).size > 1_000_000
    ? launcher
    : path.join(
        path.dirname(path.dirname(path.dirname(launcher))),
        `opencode-${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`,
        'bin',
        process.platform === 'win32' ? 'opencode.exe' : 'opencode',
      );

/**
 * The environment of an OpenCode that neither reads the person's configuration nor reaches for the network. The
 * retries matter: without a network OpenCode would wait 71 seconds at each start for an install in its folders.
 */
export function openCodeEnvironment(
  home: string,
  extra: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: home,
    TERM: 'dumb',
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
    OPENCODE_DISABLE_SHARE: '1',
    npm_config_fetch_retries: '0',
    ...extra,
  };
}

/** Runs one prompt to its end with the real client, and returns everything that happened. */
export async function runOpenCode(options: OpenCodeRunOptions): Promise<OpenCodeRun> {
  const { project, home, prompt, steps, config = {}, env = {}, args = [], timeoutMs = 60_000 } = options;
  const model = options.model ?? (await startFakeModel());
  const firstRequest = model.requests.length;
  try {
    const result = await runProcess(openCodeBinary, ['run', '--format', 'json', '--title', 'test', ...args], {
      cwd: project,
      env: openCodeEnvironment(home, { OPENCODE_CONFIG_CONTENT: configContent(model, config), ...env }),
      // Arguments with spaces are quoted again by OpenCode; standard input arrives as it is.
      input: steps ? withSteps(prompt, steps) : prompt,
      timeoutMs,
    });
    const events = parseEvents(result.stdout);
    return {
      ...result,
      events,
      toolCalls: events.flatMap(toolCallOf),
      text: events.flatMap((event) => (event.type === 'text' ? [event.part?.text ?? ''] : [])).join('\n'),
      requests: model.requests.slice(firstRequest),
    };
  } finally {
    if (!options.model) await model.close();
  }
}

/** `opencode mcp list`: connects to every configured MCP server and says how that went. */
export async function listMcpServers(
  options: OpenCodeOptions & { timeoutMs?: number },
): Promise<ProcessResult & { servers: OpenCodeMcpServer[] }> {
  const { project, home, config = {}, env = {}, timeoutMs = 60_000 } = options;
  const result = await runProcess(openCodeBinary, ['mcp', 'list'], {
    cwd: project,
    env: openCodeEnvironment(home, { OPENCODE_CONFIG_CONTENT: JSON.stringify(config), ...env }),
    timeoutMs,
  });
  // A line reads "●  ✓ memory connected", with colours around it.
  // oxlint-disable-next-line no-control-regex -- colours are control characters
  const plain = `${result.stdout}\n${result.stderr}`.replaceAll(/\u001B\[[0-9;]*m/g, '');
  const servers = plain.split('\n').flatMap((line) => {
    const match = /[✓✗○⚠]\s+(\S+)\s+(.+?)\s*$/.exec(line);
    return match ? [{ name: match[1] ?? '', status: match[2] ?? '', line: line.trim() }] : [];
  });
  return { ...result, servers };
}

/** A running `opencode serve`; one for a whole file of tests is much faster than many runs. */
export async function startOpenCodeServer(
  options: OpenCodeOptions & { model?: FakeModel },
): Promise<{ url: string; pid: number; stop(): Promise<void> }> {
  const { project, home, config = {}, env = {} } = options;
  const model = options.model ?? (await startFakeModel());
  const server = startProcess(openCodeBinary, ['serve', '--hostname', '127.0.0.1', '--port', '0'], {
    cwd: project,
    env: openCodeEnvironment(home, { OPENCODE_CONFIG_CONTENT: configContent(model, config), ...env }),
  });
  const stop = async () => {
    await server.stop();
    if (!options.model) await model.close();
  };
  try {
    const match = await server.waitForOutput(/listening on (http:\/\/\S+)/);
    return { url: match[1] ?? '', pid: server.pid, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The scripted model as OpenCode's only provider. The adapter is part of OpenCode: nothing is downloaded. */
function configContent(model: FakeModel, config: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({
    model: 'fake/fake-1',
    small_model: 'fake/fake-1',
    share: 'disabled',
    autoupdate: false,
    enabled_providers: ['fake'],
    provider: {
      fake: {
        npm: '@ai-sdk/openai-compatible',
        name: 'Scripted',
        options: { baseURL: model.url, apiKey: 'none' },
        models: {
          'fake-1': { name: 'Scripted', tool_call: true, limit: { context: 100_000, output: 8_000 } },
        },
      },
    },
    ...config,
  });
}

function parseEvents(stdout: string): OpenCodeEvent[] {
  return stdout.split('\n').flatMap((line) => {
    if (!line.startsWith('{')) return [];
    return [JSON.parse(line) as OpenCodeEvent];
  });
}

function toolCallOf(event: OpenCodeEvent): OpenCodeToolCall[] {
  if (event.type !== 'tool_use') return [];
  const { tool = '', state = {} } = event.part ?? {};
  const { input = {}, output = '', status = '', error } = state;
  return [{ tool, input, output, status, ...(error !== undefined && { error }) }];
}

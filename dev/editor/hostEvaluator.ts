import { request } from 'node:http';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type * as vscode from 'vscode';
import { until } from '../processes/until.ts';

/** Runs inside the extension host: no closure, everything it needs comes as `argument`; JSON in, JSON out. */
export type HostFunction<Argument, Result> = (
  api: typeof vscode,
  argument: Argument,
) => Result | Promise<Result>;

/** Tells the extension hosts of one editor where to listen. Short, because socket paths are limited to 107 bytes. */
const directoryVariable = 'TEST_EVALUATOR';
const identity = { publisher: 'memory-bridge-test', name: 'evaluator', version: '1.0.0' };

/**
 * The extension behind `evaluate`. It is installed like any other, so the window stays the one a person gets. (VS Code's
 * own hook for test code, `extensionTestsPath`, puts the window into a test mode that refuses modal dialogs.)
 */
const main = `
const http = require('node:http'), path = require('node:path'), vscode = require('vscode');
exports.activate = (context) => {
  const server = http.createServer(async (request, response) => {
    try {
      let body = '';
      for await (const chunk of request.setEncoding('utf8')) body += chunk;
      const { source, argument } = JSON.parse(body);
      const result = await new Function('return (' + source + ')')()(vscode, argument);
      response.end(JSON.stringify({ result }));
    } catch (error) {
      response.end(JSON.stringify({ error: String(error && error.stack || error) }));
    }
  });
  server.listen(path.join(process.env.${directoryVariable}, process.pid + '.sock'));
  server.unref();
  context.subscriptions.push({ dispose: () => server.close() });
};
`;

/** Evaluates functions in the extension hosts of one editor, addressed by process id. */
export class HostEvaluator {
  readonly #directory: string;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  /** Puts the extension into an extensions folder that no editor has opened yet. */
  static async install(extensionsDir: string, directory: string): Promise<HostEvaluator> {
    const target = path.join(extensionsDir, `${identity.publisher}.${identity.name}-${identity.version}`);
    await Promise.all([mkdir(target, { recursive: true }), mkdir(directory, { recursive: true })]);
    const manifest = {
      ...identity,
      engines: { vscode: '^1.100.0' },
      main: './main.js',
      activationEvents: ['*'],
      extensionKind: ['workspace'],
      capabilities: { untrustedWorkspaces: { supported: true }, virtualWorkspaces: true },
    };
    await writeFile(path.join(target, 'package.json'), JSON.stringify(manifest));
    await writeFile(path.join(target, 'main.js'), main);
    return new HostEvaluator(directory);
  }

  /** What the editor has to find in its environment. */
  get environment(): Record<string, string> {
    return { [directoryVariable]: this.#directory };
  }

  /** Runs a function in the extension host with this pid and returns what it returns. */
  async evaluate<Argument, Result>(
    pid: number,
    hostFunction: HostFunction<Argument, Result>,
    argument: Argument,
    timeoutMs = 60_000,
  ): Promise<Result> {
    const socketPath = path.join(this.#directory, `${pid}.sock`);
    const body = JSON.stringify({ source: hostFunction.toString(), argument });
    // A host that has just started is not listening yet: refused connections are tried again, sent requests are not.
    const answer = await until(() => post(socketPath, body, timeoutMs), {
      timeoutMs,
      what: `the extension host ${pid} to answer`,
    });
    const { result, error } = JSON.parse(answer) as { result: Result; error?: string };
    if (error !== undefined) throw new Error(`In the extension host: ${error}`);
    return result;
  }
}

/** The answer, or nothing when nobody listens yet. */
async function post(socketPath: string, body: string, timeoutMs: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, method: 'POST', timeout: timeoutMs }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(text));
      response.on('error', reject);
    });
    call.on('timeout', () => call.destroy(new Error('The extension host did not answer')));
    call.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(undefined);
      else reject(error);
    });
    call.end(body);
  });
}

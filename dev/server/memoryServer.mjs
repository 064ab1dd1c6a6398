/** The built memory server and command line, run on the home of `npm start`. */
import { execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const startTimeoutMs = 20_000;
const stopTimeoutMs = 10_000;

/** The port of a home, or a free one when none has been chosen yet. It never is the port of the person's own memory. */
export async function portOf(home) {
  const chosen = await readFile(path.join(home, 'server.json'), 'utf8').then(JSON.parse, () => undefined);
  return chosen?.port ?? (await freePort());
}

/**
 * Runs `memory-bridge serve` until it is stopped.
 *
 * @param {{ home: string, port: number, quiet: boolean }} options
 * @returns {Promise<{ url: string, exited: Promise<number>, stop: () => Promise<void> }>}
 */
export async function startMemoryServer({ home, port, quiet }) {
  const child = spawn(process.execPath, [cli, '--home', home, '--port', String(port), 'serve'], {
    stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'inherit'],
  });
  const exited = new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  const url = `http://127.0.0.1:${port}`;
  await Promise.race([
    waitUntilServing(url),
    exited.then((code) => Promise.reject(new Error(`The memory server ended with exit code ${code}.`))),
  ]);
  return {
    url,
    exited,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
      await exited;
      clearTimeout(timer);
    },
  };
}

/** Runs one command of the command line in a folder, and returns what it printed. */
export async function runCli(home, args, cwd) {
  const { stdout } = await promisify(execFile)(process.execPath, [cli, '--home', home, ...args], { cwd });
  return stdout;
}

/**
 * Waits until a memory server serves at this address, whichever process it is: `/health` is open. Somebody else on the
 * port is none, and one that is still opening its database (503, or 200 of an older one) does not serve yet.
 */
export async function waitUntilServing(url, timeoutMs = startTimeoutMs) {
  for (let deadline = Date.now() + timeoutMs; ;) {
    const { status, health } = await ask(url);
    const isOurs = health?.product === 'opencode-memory-bridge';
    if (isOurs && status === 200 && health.state === 'ready') return;
    // It says itself that it is coming; a large database is migrated for as long as that takes.
    if (isOurs && health.state === 'starting') deadline = Date.now() + timeoutMs;
    if (Date.now() > deadline) throw new Error(`No memory server serves at ${url}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What `/health` says now; nothing when nobody answers, or not in JSON. */
async function ask(url) {
  try {
    const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) });
    return { status: answer.status, health: await answer.json() };
  } catch {
    return {};
  }
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

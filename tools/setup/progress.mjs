/** Progress of a long command for people: one line that renews itself, or a line now and then in a log. */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';

const terminalIntervalMs = 1_000;
const logIntervalMs = 15_000;
const tailLength = 30;

/**
 * Runs a command, shows how long it has been running and the last line it printed, and keeps
 * everything it printed in a file.
 *
 * @param {object} options
 * @param {string} options.label Start of each progress line, for example "Installing the editor".
 * @param {string} options.command
 * @param {string[]} options.args
 * @param {string} options.cwd
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {string} options.logFile Receives the whole output.
 * @param {(line: string) => void} [options.log] Defaults to standard error.
 * @returns {Promise<void>} Rejects with the last 30 lines when the command fails.
 */
export async function runWithProgress({ label, command, args, cwd, env, logFile, log }) {
  await mkdir(path.dirname(logFile), { recursive: true });
  const file = createWriteStream(logFile);
  const child = spawn(command, args, {
    cwd,
    env: env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  const stop = () => child.kill('SIGTERM');
  process.once('exit', stop);
  const tail = followOutput(child, file);
  const report = startReport(label, tail, log);
  try {
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0) {
      throw new Error(`${label} failed (exit code ${code}). The end of ${logFile}:\n${tail.join('\n')}`);
    }
  } finally {
    process.removeListener('exit', stop);
    report.end();
    file.end();
  }
}

function followOutput(child, file) {
  const tail = [];
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (text) => {
      file.write(text);
      const lines = (rest + text).split(/\r?\n|\r/);
      rest = lines.pop() ?? '';
      tail.push(...lines.filter((line) => line.trim() !== ''));
      tail.splice(0, Math.max(0, tail.length - tailLength));
    });
  }
  return tail;
}

function startReport(label, tail, log) {
  const started = Date.now();
  const renews = log === undefined && process.stderr.isTTY;
  const print = log ?? ((line) => process.stderr.write(`${line}\n`));
  const show = () => {
    const line = `${label}: ${Math.round((Date.now() - started) / 1000)} s, ${tail.at(-1) ?? 'starting'}`;
    if (renews) process.stderr.write(`\r\u001B[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
    else print(line.slice(0, 160));
  };
  show();
  const timer = setInterval(show, renews ? terminalIntervalMs : logIntervalMs);
  return {
    end() {
      clearInterval(timer);
      if (renews) process.stderr.write('\r\u001B[K');
      print(`${label}: ended after ${Math.round((Date.now() - started) / 1000)} s`);
    },
  };
}

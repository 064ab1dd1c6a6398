import { spawn } from 'node:child_process';

/**
 * Runs a command, usually with our own streams, so that progress is seen as it happens.
 *
 * @param {[command: string, args: string[]]} command
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, signal?: AbortSignal, isQuiet?: boolean }} options `signal` asks it to end.
 * @returns {Promise<number>} The exit code; 1 when it could not be started or was ended by a signal.
 */
export function runCommand([command, args], { cwd, env = process.env, signal, isQuiet = false }) {
  return new Promise((resolve) => {
    const output = isQuiet ? 'ignore' : 'inherit';
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', output, output] });
    const stop = () => child.kill('SIGTERM');
    signal?.addEventListener('abort', stop, { once: true });
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('close', (code, killedBy) => {
      signal?.removeEventListener('abort', stop);
      resolve(killedBy ? 1 : (code ?? 1));
    });
  });
}

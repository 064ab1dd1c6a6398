/** A VS Code that is installed on this machine, run with a profile of its own. */
import { execFile, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { writeSettings } from '../../dev/editor/startEditor.mjs';

const windows = process.platform === 'win32';

/** Path of the `code` command, when it opens windows on this machine. */
export function findDesktopEditor() {
  // In a terminal of a remote window `code` talks to that window and knows nothing of profiles.
  if (process.env['VSCODE_IPC_HOOK_CLI']) return undefined;
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'])
    return undefined;
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, windows ? 'code.cmd' : 'code')).find(isExecutable);
}

/**
 * Installs a package and opens a folder.
 *
 * @param {object} options
 * @param {string} options.command What `findDesktopEditor` found.
 * @param {string} options.folder
 * @param {string} options.vsix
 * @param {string} options.userDataDir
 * @param {string} options.extensionsDir
 * @param {NodeJS.ProcessEnv} options.env Added to the environment.
 * @returns {Promise<{ exited: Promise<void>, stop: () => Promise<void> }>} `exited` is when the window has been closed.
 */
export async function openDesktopEditor({ command, folder, vsix, userDataDir, extensionsDir, env }) {
  const profile = ['--user-data-dir', userDataDir, '--extensions-dir', extensionsDir];
  // The editor refuses to run as root with its sandbox.
  if (process.getuid?.() === 0) profile.push('--no-sandbox');
  const options = { env: { ...process.env, ...env }, shell: windows };
  await writeSettings(userDataDir, {});
  await promisify(execFile)(command, [...profile, '--force', '--install-extension', vsix], options);
  const args = [...profile, '--disable-workspace-trust', '--new-window', '--wait', folder];
  const child = spawn(command, args, { ...options, stdio: 'ignore' });
  const exited = new Promise((resolve) => child.once('exit', () => resolve()));
  return {
    exited,
    async stop() {
      for (const pid of await mainProcesses(userDataDir)) process.kill(pid, 'SIGTERM');
      child.kill('SIGTERM');
    },
  };
}

/** The `code` command only asks for a window; the editor itself is a process of its own, known by its profile. */
async function mainProcesses(userDataDir) {
  if (windows) return [];
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,command='], {
    maxBuffer: 64_000_000,
  });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, command = ''] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    const isOurs =
      command.includes(userDataDir) && !command.includes('--type=') && Number(pid) !== process.pid;
    return isOurs ? [Number(pid)] : [];
  });
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

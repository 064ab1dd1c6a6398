/** Starts the real editor that the tests and `npm start` use when no desktop VS Code is wanted or there. */
import { execFile, spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { codeServer } from '../../tools/setup/codeServer.mjs';

const readyTimeoutMs = 60_000;
const stopTimeoutMs = 8_000;

/** Quiet enough for tests and screenshots: no welcome page, no telemetry, nothing fetched by itself. */
const baseSettings = {
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Dark Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  // As on the desktop. In a browser the editor saves by itself after a second, and cuts short a save that is asked for.
  'files.autoSave': 'off',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'git.autofetch': false,
  'remote.autoForwardPorts': false,
};

/**
 * Installs the packages, starts the editor and waits until it answers.
 *
 * @param {object} options
 * @param {string} options.userDataDir Settings, state and logs of this editor.
 * @param {string} options.extensionsDir
 * @param {string} [options.folder] Opened when an address names no folder.
 * @param {string[]} [options.vsix] Packages to install first.
 * @param {number} [options.port] 0 or nothing: any free port.
 * @param {NodeJS.ProcessEnv} [options.env] Added to the environment of the editor and its extension hosts.
 * @param {Record<string, unknown>} [options.settings] User settings, merged over the quiet base.
 * @param {number} [options.reconnectionGraceSeconds] How long an extension host survives without its window.
 * @param {boolean} [options.workspaceTrust] Whether folders have to be trusted first. Default false.
 * @param {(line: string) => void} [options.log] Progress of a first install.
 * @returns {Promise<import('./startEditor.mjs').StartedEditor>}
 */
export async function startEditor(options) {
  const { userDataDir, extensionsDir, folder, vsix = [], port = 0, settings = {} } = options;
  const server = await codeServer(options.log ? { log: options.log } : {});
  await Promise.all([mkdir(userDataDir, { recursive: true }), mkdir(extensionsDir, { recursive: true })]);
  await writeSettings(userDataDir, settings);
  const env = editorEnvironment(options.env);
  const common = [
    server.entry,
    `--config=${path.join(userDataDir, 'server.yaml')}`,
    `--user-data-dir=${userDataDir}`,
    `--extensions-dir=${extensionsDir}`,
  ];
  await writeFile(path.join(userDataDir, 'server.yaml'), 'auth: none\ncert: false\n');
  for (const file of vsix) await installExtension(server.node, common, file, env);

  const args = [
    ...common,
    '--auth=none',
    `--bind-addr=127.0.0.1:${port}`,
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-getting-started-override',
    ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
    ...(options.reconnectionGraceSeconds === undefined
      ? []
      : [`--reconnection-grace-time=${options.reconnectionGraceSeconds}`]),
    ...(folder === undefined ? [] : [folder]),
  ];
  const child = spawn(server.node, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise((resolve) => child.once('exit', () => resolve()));
  const origin = await waitUntilReady(child);
  return {
    origin,
    url: folder === undefined ? origin : `${origin}/?folder=${encodeURIComponent(folder)}`,
    pid: child.pid,
    userDataDir,
    extensionsDir,
    installExtension: (file) => installExtension(server.node, common, file, env),
    exited,
    stop: () => stop(child, exited),
  };
}

/** Merges settings into the user settings. Windows that are open do not notice; the next one does. */
export async function writeSettings(userDataDir, settings) {
  const file = path.join(userDataDir, 'User', 'settings.json');
  await mkdir(path.dirname(file), { recursive: true });
  const before = await readFile(file, 'utf8').then(JSON.parse, () => baseSettings);
  await writeFile(file, `${JSON.stringify({ ...before, ...settings }, null, 2)}\n`);
}

async function installExtension(node, common, file, env) {
  const { stdout, stderr } = await promisify(execFile)(
    node,
    [...common, '--force', '--install-extension', file],
    { env },
  );
  // It ends with 0 even when the package is broken.
  if (!/successfully installed/i.test(stdout)) {
    throw new Error(`The editor did not install ${file}:\n${stdout}${stderr}`);
  }
}

/** Variables of an editor that this process itself may run in would make the new editor talk to that one. */
function editorEnvironment(extra = {}) {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|ELECTRON_|CODE_SERVER_|npm_|NODE_OPTIONS$|VITEST|PORT$|PASSWORD$)/.test(name),
  );
  return { ...Object.fromEntries(own), ...extra };
}

async function waitUntilReady(child) {
  let output = '';
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`The editor did not start in ${readyTimeoutMs / 1000} s:\n${output}`));
    }, readyTimeoutMs);
    const read = (text) => {
      // Once it is ready the output is only drained, so that the editor never blocks on a full pipe.
      if (output.length < 100_000) output += text;
      const match = /HTTP server listening on (http:\/\/[\d.]+:\d+)/.exec(output);
      if (!match) return;
      clearTimeout(timer);
      resolve(match[1]);
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`The editor ended with exit code ${code}:\n${output}`));
    });
  });
}

async function stop(child, exited) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
  await exited;
  clearTimeout(timer);
}

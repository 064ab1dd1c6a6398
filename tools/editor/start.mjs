/**
 * `npm start`: builds the extension and opens it in a real editor on a sample workspace with sample memories.
 *
 *   npm start                  the sample workspace
 *   npm start -- <folder>      a folder of yours
 *   npm start -- --server      only the memory server
 *   npm start -- --browser     the editor in the browser, even when `code` is installed
 *   npm start -- --no-open     does not open the browser
 *   npm start -- --fresh       forgets what earlier starts have left
 *
 * Everything lives in `.cache/start/`: the memories, the port and the editor's profile. The person's own memories,
 * settings and extensions are not touched. `MEMORY_BRIDGE_START` names another folder for it.
 */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findDesktopEditor, openDesktopEditor } from './desktopEditor.mjs';
import { portOf, runCli, startMemoryServer } from '../../dev/server/memoryServer.mjs';
import { createSampleWorkspace, sampleMemories } from './sampleWorkspace.mjs';
import { startEditor } from '../../dev/editor/startEditor.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const scratch = path.resolve(process.env['MEMORY_BRIDGE_START'] || path.join(root, '.cache', 'start'));
const home = path.join(scratch, 'home');
const sample = path.join(scratch, 'harbour');
const seeded = path.join(scratch, 'seeded');

const usage = 'Usage: npm start -- [folder] [--server] [--browser] [--no-open] [--fresh]';

async function main() {
  const { values, positionals } = readArguments();
  if (values.fresh) await rm(scratch, { recursive: true, force: true });
  await mkdir(home, { recursive: true, mode: 0o700 });
  if (values.server) return runServer();

  const folder = positionals[0] === undefined ? sample : path.resolve(positionals[0]);
  if (!existsSync(folder) && folder !== sample) throw new Error(`There is no folder ${folder}.`);
  run('Building the package', 'package');
  const vsix = await packagePath();
  const port = await portOf(home);
  if (folder === sample) await seed(port);
  const env = { MEMORY_BRIDGE_HOME: home, MEMORY_BRIDGE_PORT: String(port) };
  const desktop = values.browser ? undefined : findDesktopEditor();
  return desktop
    ? runDesktop({ command: desktop, folder, vsix, env })
    : runBrowser({ folder, vsix, env, open: !values['no-open'] });
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        server: { type: 'boolean' },
        browser: { type: 'boolean' },
        'no-open': { type: 'boolean' },
        fresh: { type: 'boolean' },
      },
    });
  } catch (error) {
    say(`${error.message}\n${usage}`);
    return process.exit(2);
  }
}

async function runServer() {
  run('Building', 'build');
  const server = await startMemoryServer({ home, port: await portOf(home), quiet: true });
  say(`\nThe memory server runs at ${server.url}`);
  say(`  MCP: ${server.url}/mcp, with the bearer token in ${path.join(home, 'token')}`);
  say(
    `  Try: node dist/cli.js --home ${relative(home)} remember --category fact "Berths are booked by the tide"`,
  );
  say(`       node dist/cli.js --home ${relative(home)} recall "how to reserve a berth"`);
  say('Stop it with Ctrl-C.');
  await untilStopped(server.exited, () => server.stop());
}

async function runBrowser({ folder, vsix, env, open }) {
  const editor = await startEditor({
    folder,
    vsix: [vsix],
    userDataDir: path.join(scratch, 'browser', 'user-data'),
    extensionsDir: path.join(scratch, 'browser', 'extensions'),
    env,
    log: say,
  });
  say(`\nThe editor is open at ${editor.url}`);
  sayNextSteps(folder);
  if (open) openBrowser(editor.url);
  await untilStopped(editor.exited, () => editor.stop());
}

async function runDesktop({ command, folder, vsix, env }) {
  const editor = await openDesktopEditor({
    command,
    folder,
    vsix,
    env,
    userDataDir: path.join(scratch, 'desktop', 'user-data'),
    extensionsDir: path.join(scratch, 'desktop', 'extensions'),
  });
  say(`\nVS Code opens ${folder}`);
  sayNextSteps(folder);
  await untilStopped(editor.exited, () => editor.stop());
}

/** The sample memories come in through the same door as everyone's: the command line and a running server. */
async function seed(port) {
  if (existsSync(seeded) && existsSync(sample)) return;
  say('Making the sample workspace');
  await createSampleWorkspace(sample);
  const server = await startMemoryServer({ home, port, quiet: true });
  try {
    for (const { category, content, why } of await sampleMemories()) {
      const reason = why === undefined ? [] : ['--why', why];
      await runCli(home, ['remember', '--category', category, ...reason, content], sample);
    }
  } finally {
    await server.stop();
  }
  await writeFile(seeded, '');
}

function sayNextSteps(folder) {
  say('\nWhat to do next');
  say('  Look at the Memory view at the far left.');
  if (folder === sample) say('  Hover !27 in src/berth.ts, and #12 in README.md.');
  say('  Press F1 and run "Memory: Remember…" or "Memory: Recall…".');
  say('  Connect OpenCode: run "Memory: Set Up OpenCode…" in the editor, or in a terminal:');
  say(`    cd ${folder}`);
  say(`    node ${path.join(root, 'dist', 'cli.js')} --home ${home} setup opencode`);
  say('  Stop with Ctrl-C.');
}

/** Ends with whichever comes first: the thing itself, or a signal, after which the thing is stopped. */
async function untilStopped(exited, stop) {
  const signalled = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve());
  });
  await Promise.race([exited, signalled]);
  await stop();
}

function run(label, script) {
  say(label);
  const result = spawnSync('npm', ['run', '--silent', script], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) throw new Error(`"npm run ${script}" failed.`);
}

async function packagePath() {
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  return path.join(root, 'dist', `opencode-memory-bridge-${version}.vsix`);
}

/** A machine without a screen has nothing to open; the address is printed anyway. */
function openBrowser(url) {
  if (process.platform === 'darwin') execFile('open', [url], () => {});
  else if (process.platform === 'win32') execFile('cmd', ['/c', 'start', '', url], () => {});
  else if (process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']) {
    spawn('xdg-open', [url], { stdio: 'ignore', detached: true })
      .on('error', () => {})
      .unref();
  }
}

function relative(file) {
  return path.relative(process.cwd(), file) || '.';
}

function say(line) {
  process.stdout.write(`${line}\n`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

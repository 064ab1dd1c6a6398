/** What the tests need from the system beside Node: checked, and on Debian installed when we may. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const onLinux = process.platform === 'linux';

/** A Debian package each, how to see that what it brings is there, and whether the editor's compilation needs it. */
const requirements = [
  { name: 'chromium', isThere: () => findChromium() !== undefined },
  { name: 'ripgrep', isThere: () => onPath('rg') },
  { name: 'bubblewrap', isThere: () => !onLinux || onPath('bwrap') },
  { name: 'iproute2', isThere: () => !onLinux || onPath('ip') },
  { name: 'git', isThere: () => onPath('git') },
  {
    name: 'libkrb5-dev',
    forEditor: true,
    isThere: () => !onLinux || existsSync('/usr/include/gssapi/gssapi.h'),
  },
  { name: 'g++', forEditor: true, isThere: () => onPath('c++') || process.platform === 'win32' },
  { name: 'make', forEditor: true, isThere: () => onPath('make') || process.platform === 'win32' },
  { name: 'python3', forEditor: true, isThere: () => onPath('python3') || onPath('python') },
];

const browserNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const browserPaths = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The browser for the tests: `CHROME_PATH`, else the first Chromium or Chrome that is installed. */
export function findChromium() {
  const chosen = process.env['CHROME_PATH'];
  if (chosen) return chosen;
  return browserNames.map(findOnPath).find(Boolean) ?? browserPaths.find((file) => existsSync(file));
}

/** Names of the missing Debian packages; of those that compile the editor, when only they matter. */
export function missingFromSystem({ forEditor = false } = {}) {
  const wanted = forEditor ? requirements.filter((requirement) => requirement.forEditor) : requirements;
  return wanted.filter(({ isThere }) => !isThere()).map(({ name }) => name);
}

/**
 * Installs what is missing when it may (root on a Debian-like system); elsewhere says in one line what to install.
 *
 * @param {{ forEditor?: boolean, log?: (line: string) => void }} [options]
 * @returns {boolean} Whether everything is there now.
 */
export function ensureSystem({ forEditor = false, log = (line) => process.stderr.write(`${line}\n`) } = {}) {
  const missing = missingFromSystem({ forEditor });
  if (missing.length === 0) return true;
  const mayInstall = process.getuid?.() === 0 && onPath('apt-get');
  if (!mayInstall) {
    log(`These programs are needed and not installed: ${missing.join(' ')}`);
    log(`On Debian or Ubuntu: sudo apt-get install ${missing.join(' ')}`);
    return false;
  }
  log(`Installing from the system's packages: ${missing.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '--yes', ...missing]]) {
    const { status } = spawnSync('apt-get', ['-q', ...args], { stdio: ['ignore', 2, 2], env });
    if (status !== 0) log(`apt-get ${args.join(' ')} ended with exit code ${status}.`);
  }
  const left = missingFromSystem({ forEditor });
  if (left.length > 0) log(`Still missing: ${left.join(' ')}`);
  return left.length === 0;
}

function onPath(name) {
  return findOnPath(name) !== undefined;
}

function findOnPath(name) {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, name + suffix)).find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url) && !ensureSystem()) process.exitCode = 1;

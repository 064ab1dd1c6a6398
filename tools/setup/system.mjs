/** What the tests need from the system beside Node: checked, and on Debian installed when we may. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A Debian package each, and how to see that what it brings is there. */
const requirements = [
  { name: 'chromium', isThere: () => findChromium() !== undefined },
  {
    name: 'libkrb5-dev',
    isThere: () => process.platform !== 'linux' || existsSync('/usr/include/gssapi/gssapi.h'),
  },
  { name: 'ripgrep', isThere: () => onPath('rg') },
  { name: 'bubblewrap', isThere: () => process.platform !== 'linux' || onPath('bwrap') },
  { name: 'iproute2', isThere: () => process.platform !== 'linux' || onPath('ip') },
  { name: 'git', isThere: () => onPath('git') },
  { name: 'g++', isThere: () => onPath('c++') },
  { name: 'make', isThere: () => onPath('make') },
  { name: 'python3', isThere: () => onPath('python3') },
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

/** Names of the missing Debian packages. */
export function missingFromSystem() {
  return requirements.filter(({ isThere }) => !isThere()).map(({ name }) => name);
}

/**
 * Installs what is missing when it may (root on a Debian-like system); elsewhere says in one line what to install.
 *
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {boolean} Whether everything is there now.
 */
export function ensureSystem({ log = (line) => process.stderr.write(`${line}\n`) } = {}) {
  const missing = missingFromSystem();
  if (missing.length === 0) return true;
  const mayInstall = process.getuid?.() === 0 && onPath('apt-get');
  if (!mayInstall) {
    log(`The tests need these programs, which are not installed: ${missing.join(' ')}`);
    log(`On Debian or Ubuntu: sudo apt-get install ${missing.join(' ')}`);
    return false;
  }
  log(`Installing from the system's packages: ${missing.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '--yes', ...missing]]) {
    const { status } = spawnSync('apt-get', ['-q', ...args], { stdio: ['ignore', 2, 2], env });
    if (status !== 0) log(`apt-get ${args.join(' ')} ended with exit code ${status}.`);
  }
  const left = missingFromSystem();
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

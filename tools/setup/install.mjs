/**
 * Brings node_modules in step with package-lock.json: nothing to do on most days, `npm ci` on a fresh clone or after
 * a pull that changed the lock file. Uses only what comes with Node, because it runs when nothing is installed.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runWithProgress } from './progress.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const lockFile = path.join(root, 'package-lock.json');
const modules = path.join(root, 'node_modules');
const stampFile = path.join(modules, '.package-stamp');

/** Installs when needed. `log` receives progress lines. */
export async function install({ log } = {}) {
  const lock = await readFile(lockFile, 'utf8');
  const stamp = `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch}\n`;
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === stamp) return;
  if (!(await isInStep(lock))) {
    await mkdir(path.join(root, '.cache'), { recursive: true });
    await runWithProgress({
      label: 'Installing packages',
      command: 'npm',
      args: ['ci', '--no-audit', '--no-fund', '--loglevel=info'],
      cwd: root,
      logFile: path.join(root, '.cache', 'npm-ci.log'),
      ...(log && { log }),
    });
  }
  await writeFile(stampFile, stamp);
}

/** Whether somebody has installed already: npm writes down what is in node_modules. Other platforms' packages are missing there. */
async function isInStep(lock) {
  const hidden = path.join(modules, '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const wanted = JSON.parse(lock).packages;
  const installed = JSON.parse(await readFile(hidden, 'utf8')).packages;
  return Object.entries(wanted).every(([name, entry]) => {
    const found = installed[name];
    if (name === '') return true;
    if (!found) return entry.optional === true || entry.peer === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await install();
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/**
 * Where big development tools live: outside `node_modules`, so that `npm ci` does not throw
 * them away, and shared by every clone of the repository.
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, rmSync, utimesSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const stampName = '.installed.json';
const lockRefreshMs = 5_000;
const lockStaleMs = 30_000;

/** The folder of the development cache. Not created by this call. */
export function cacheDirectory() {
  const own = process.env['OPENCODE_MEMORY_BRIDGE_CACHE'];
  if (own) return path.resolve(own);
  const base = process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache');
  return path.join(base, 'opencode-memory-bridge-dev');
}

/**
 * Installs something once. `build` fills a temporary folder on the same file system, which is
 * then renamed into place, so a folder with the final name is always a complete one.
 *
 * @param {object} options
 * @param {string} options.name Start of the folder's name, and the name of its lock.
 * @param {Record<string, string>} options.versions What is inside; other versions go to another folder.
 * @param {(directory: string) => Promise<void>} options.build Fills the given empty folder.
 * @param {(line: string) => void} options.log Receives progress for people.
 * @returns {Promise<string>} The installed folder.
 */
export async function installOnce({ name, versions, build, log }) {
  const cache = cacheDirectory();
  const key = createHash('sha256').update(JSON.stringify(versions)).digest('hex').slice(0, 10);
  const target = path.join(cache, `${name}-${key}`);
  const stamp = path.join(target, stampName);
  if (existsSync(stamp)) return target;

  await mkdir(cache, { recursive: true });
  const release = await lock(path.join(cache, `${name}.lock`), () => existsSync(stamp), log);
  try {
    if (existsSync(stamp)) return target;
    await removeLeftovers(cache, name);
    const temporary = path.join(cache, `.${name}-${randomUUID()}`);
    await mkdir(temporary);
    try {
      await build(temporary);
      await writeFile(path.join(temporary, stampName), `${JSON.stringify(versions, null, 2)}\n`);
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      if (!existsSync(stamp)) throw error;
    }
    return target;
  } finally {
    release();
  }
}

/**
 * Waits for its turn. The lock only saves work: two installs at once would still be correct,
 * because the rename of the second one fails on a complete folder. That is why a stale lock
 * (no sign of life for 30 s, for example after a power cut) may be removed without ceremony.
 */
async function lock(file, isDone, log) {
  let told = false;
  for (;;) {
    if (isDone()) return () => {};
    const handle = await open(file, 'wx').catch((error) => {
      if (error.code === 'EEXIST') return undefined;
      throw error;
    });
    if (handle) {
      await handle.writeFile(`${process.pid}\n`);
      await handle.close();
      return holdLock(file);
    }
    const age = await stat(file).then(
      (found) => Date.now() - found.mtimeMs,
      () => 0,
    );
    if (age > lockStaleMs) await rm(file, { force: true });
    else if (!told) {
      log(`Another process is installing this already (${file}); waiting for it.`);
      told = true;
    }
    await delay(500);
  }
}

function holdLock(file) {
  const timer = setInterval(() => {
    const now = new Date();
    if (existsSync(file)) utimesSync(file, now, now);
  }, lockRefreshMs);
  timer.unref();
  const release = () => {
    clearInterval(timer);
    process.removeListener('exit', release);
    rmSync(file, { force: true });
  };
  process.once('exit', release);
  return release;
}

/** Half-built folders of installs that were interrupted; nobody else is building under the lock. */
async function removeLeftovers(cache, name) {
  for (const entry of await readdir(cache)) {
    if (entry.startsWith(`.${name}-`)) {
      await rm(path.join(cache, entry), { recursive: true, force: true });
    }
  }
}

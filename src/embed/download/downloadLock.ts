import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { sleep } from '../../net/retry.ts';

export interface LockTimes {
  /** How often a holder says that it is alive, ms. */
  readonly refreshMs: number;
  /** A holder that has said nothing for so long is gone, ms. */
  readonly staleMs: number;
  /** How often a waiting one looks, ms. */
  readonly pollMs: number;
}
const usual: LockTimes = { refreshMs: 5_000, staleMs: 30_000, pollMs: 500 };

/**
 * Holds `file` until the returned function is called, so that two processes do not fetch the same bytes. A holder that
 * was killed is recognised by its process, on another machine by its silence. Should two ever hold it at once, because
 * a holder was asleep, nothing is lost but time: what they write is verified before it gets its name.
 */
export async function lockDownload(
  file: string,
  options: { onWait?: () => void; signal?: AbortSignal | undefined; times?: LockTimes } = {},
): Promise<() => Promise<void>> {
  const { onWait, signal, times = usual } = options;
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const token = randomUUID();
  let hasWaited = false;
  while (!(await create(file, token))) {
    signal?.throwIfAborted();
    if (await isAbandoned(file, times)) {
      await takeAway(file);
      continue;
    }
    if (!hasWaited) onWait?.();
    hasWaited = true;
    await sleep(times.pollMs, signal);
  }
  const alive = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => {});
  }, times.refreshMs);
  alive.unref();
  return async () => {
    clearInterval(alive);
    const holder = await readHolder(file);
    if (holder?.token === token) await rm(file, { force: true });
  };
}

/** A process that was killed after its work was done has left nothing but its lock. */
export async function removeAbandonedLock(file: string): Promise<void> {
  if (await isAbandoned(file, usual)) await takeAway(file);
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly token: string;
}

async function create(file: string, token: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600);
    const holder: Holder = { pid: process.pid, host: hostname(), token };
    try {
      await handle.writeFile(JSON.stringify(holder));
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isAbandoned(file: string, { staleMs }: LockTimes): Promise<boolean> {
  const info = await stat(file).catch(() => undefined);
  if (!info) return false;
  if (Date.now() - info.mtimeMs > staleMs) return true;
  const holder = await readHolder(file);
  return holder?.host === hostname() && !isAlive(holder.pid);
}

/** Undefined also for a file that is being written at this moment. */
async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** By a rename, which only one of several succeeds with. */
async function takeAway(file: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  await rm(aside, { force: true });
}

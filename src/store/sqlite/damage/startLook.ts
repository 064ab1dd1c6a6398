import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { RowFaults } from './inspectRows.ts';
import { lookThrough } from './lookThrough.ts';
import type { LookMessage } from './lookWorker.ts';

/** One look through a database. */
export interface Look {
  /** Undefined when it was stopped. */
  readonly faults: Promise<RowFaults | undefined>;
  stop(): void;
}

/**
 * In a thread of its own: SQLite's check of a table cannot be interrupted and takes seconds where there are many rows.
 * Run from source there is no bundle for a thread, and it is done here, table by table.
 */
export function startLook(file: string, onRead: (share: number) => void, worker = besideBundle()): Look {
  if (worker !== undefined) return lookInThread(worker, file, onRead);
  let isStopped = false;
  const faults = lookThrough(file, onRead).then((found) => (isStopped ? undefined : found));
  return { faults, stop: () => void (isStopped = true) };
}

function besideBundle(): string | undefined {
  const file = fileURLToPath(new URL('lookWorker.js', import.meta.url));
  return existsSync(file) ? file : undefined;
}

function lookInThread(worker: string, file: string, onRead: (share: number) => void): Look {
  const thread = new Worker(worker, { workerData: file, env: {}, stdout: true, stderr: true });
  // It writes nothing, so a process that has nothing else to do may end.
  thread.unref();
  let stop = () => {};
  const faults = new Promise<RowFaults | undefined>((resolve, reject) => {
    stop = () => resolve(undefined);
    thread.on('message', (message: LookMessage) => {
      if (message.kind === 'read') onRead(message.share);
      else if (message.kind === 'done') resolve(message.faults);
      else reject(new Error(message.message));
    });
    thread.on('error', reject);
    thread.on('exit', (code) => reject(new Error(`The thread ended with code ${code}.`)));
  });
  return {
    faults: faults.finally(() => void thread.terminate()),
    stop,
  };
}

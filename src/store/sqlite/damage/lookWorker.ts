// The thread in which a database is looked through: a bundle of its own, `dist/lookWorker.js`.
import { parentPort, workerData } from 'node:worker_threads';
import type { RowFaults } from './inspectRows.ts';
import { lookThrough } from './lookThrough.ts';

export type LookMessage =
  | { readonly kind: 'read'; readonly share: number }
  | { readonly kind: 'done'; readonly faults: RowFaults }
  | { readonly kind: 'failed'; readonly message: string };

const port = parentPort;
if (port) {
  const post = (message: LookMessage) => port.postMessage(message);
  lookThrough(String(workerData), (share) => post({ kind: 'read', share })).then(
    (faults) => post({ kind: 'done', faults }),
    (error: unknown) => post({ kind: 'failed', message: String(error) }),
  );
}

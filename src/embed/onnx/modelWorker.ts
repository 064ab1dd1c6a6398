import { Worker } from 'node:worker_threads';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { Logger } from '../../core/ports.ts';
import { embedFailure } from '../embedFailure.ts';
import { type Batch, BatchQueue } from './batchQueue.ts';
import { CrashBudget } from './crashBudget.ts';
import type { WorkerReply, WorkerRequest, WorkerStart } from './workerMessages.ts';

export interface ModelWorkerOptions {
  /** `embedWorker.js`. */
  readonly file: string;
  readonly start: WorkerStart;
  readonly logger?: Logger | undefined;
  /** A worker without work ends after this, to give its memory back, ms. */
  readonly idleMs?: number;
  /** One batch takes at most this long, ms; a worker that takes longer is ended. */
  readonly patienceMs?: number;
  /** So many crashes within ten minutes are mended. */
  readonly crashes?: number;
  /** Before the first new start; four times as long before each further one, ms. */
  readonly backoffMs?: number;
  /** Told once when nothing will be answered any more until `retry`. */
  readonly onFailure?: (error: MemoryBridgeError) => void;
}

/** Half a second on a laptop, ms; a busy disk and a small board get their time. */
const longestLoad = 120_000;

/**
 * The thread of a local model: started by the first batch, ended when idle, started again after a crash, given up when
 * it crashes again and again. One batch is in work at a time, so that questions need not wait for many documents.
 */
export class ModelWorker {
  readonly #options: ModelWorkerOptions;
  readonly #queue = new BatchQueue();
  readonly #budget: CrashBudget;
  #worker: Worker | undefined;
  #isLoaded = false;
  #current: { readonly id: number; readonly batch: Batch } | undefined;
  #lastId = 0;
  /** Of the batch in work or of loading, else of idleness. */
  #timer: NodeJS.Timeout | undefined;
  #restart: NodeJS.Timeout | undefined;
  #failure: MemoryBridgeError | undefined;

  constructor(options: ModelWorkerOptions) {
    this.#options = options;
    const { crashes = 3, backoffMs = 500 } = options;
    this.#budget = new CrashBudget({ most: crashes, withinMs: 10 * 60_000, backoffMs });
  }

  /** A thread holds the model in memory. */
  get isRunning(): boolean {
    return this.#worker !== undefined;
  }

  /** Unit vectors of a few texts. An abort takes effect at once; what is in work already is thrown away when done. */
  async run(texts: readonly string[], isUrgent: boolean, signal?: AbortSignal): Promise<Float32Array[]> {
    if (this.#failure) throw this.#failure;
    const vectors = this.#queue.add(texts, isUrgent, signal);
    this.#pump();
    return vectors;
  }

  /** Lifts a failure: what comes now is tried again. */
  retry(): void {
    this.#failure = undefined;
    this.#budget.forgive();
  }

  dispose(): void {
    this.#giveUp(this.#failure ?? new MemoryBridgeError('unavailable', 'The local model has been unloaded.'));
  }

  #pump(): void {
    if (this.#current || this.#restart || this.#failure) return;
    if (this.#queue.isEmpty) return this.#rest();
    const worker = (this.#worker ??= this.#startWorker());
    worker.ref();
    if (!this.#isLoaded) return;
    const batch = this.#queue.take();
    if (!batch) return;
    this.#current = { id: ++this.#lastId, batch };
    this.#expectWithin(worker, this.#options.patienceMs ?? 120_000);
    const request: WorkerRequest = { id: this.#lastId, texts: batch.texts };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    worker.postMessage(request);
  }

  #startWorker(): Worker {
    const { file, start } = this.#options;
    // Nothing of the environment: keys are no business of a model's. Its streams stay unread: reading them would keep the
    // process alive, and what matters comes as a message.
    const worker = new Worker(file, { workerData: start, env: {}, stdout: true, stderr: true });
    worker.on('message', (reply: WorkerReply) => {
      if (this.#worker === worker) this.#answered(reply);
    });
    worker.on('error', (error) => this.#crashed(worker, error.message));
    worker.on('exit', (code) => this.#crashed(worker, `exit code ${code}`));
    this.#expectWithin(worker, longestLoad);
    return worker;
  }

  #answered(reply: WorkerReply): void {
    if (reply.kind === 'said') {
      this.#options.logger?.debug('The local model wrote to its output.', { text: reply.text.slice(0, 500) });
      return;
    }
    if (reply.kind === 'loaded') this.#isLoaded = true;
    else if (reply.kind === 'failed' && reply.id === undefined) return this.#giveUp(errorOf(reply), true);
    else {
      const batch = this.#current && this.#current.id === reply.id ? this.#current.batch : undefined;
      this.#current = undefined;
      if (reply.kind === 'vectors') batch?.resolve([...reply.vectors]);
      else batch?.reject(errorOf(reply));
    }
    clearTimeout(this.#timer);
    this.#pump();
  }

  /** Also called for a worker that was ended on purpose: that one is not ours any more. */
  #crashed(worker: Worker, why: string): void {
    if (this.#worker !== worker) return;
    this.#options.logger?.warn('The local model has ended unexpectedly.', { why });
    const batch = this.#current?.batch;
    this.#endWorker();
    const pause = this.#budget.spend();
    if (batch && !batch.hasCrashed && pause !== undefined) {
      batch.hasCrashed = true;
      this.#queue.putBack(batch);
    } else batch?.reject(crashError(why));
    if (pause === undefined) return this.#giveUp(crashError(why), true);
    this.#restart = setTimeout(() => {
      this.#restart = undefined;
      this.#pump();
    }, pause);
  }

  #expectWithin(worker: Worker, milliseconds: number): void {
    clearTimeout(this.#timer);
    const silent = () => this.#crashed(worker, `no answer within ${milliseconds / 1000} s`);
    this.#timer = setTimeout(silent, milliseconds);
  }

  /** Nothing to do: the process may end, and the thread does after a while. */
  #rest(): void {
    clearTimeout(this.#timer);
    if (!this.#worker || !this.#isLoaded) return;
    this.#worker.unref();
    this.#timer = setTimeout(() => this.#endWorker(), this.#options.idleMs ?? 5 * 60_000);
    this.#timer.unref();
  }

  #giveUp(error: MemoryBridgeError, tell = false): void {
    this.#failure = error;
    clearTimeout(this.#restart);
    this.#restart = undefined;
    const batch = this.#current?.batch;
    this.#endWorker();
    batch?.reject(error);
    this.#queue.rejectAll(error);
    if (tell) this.#options.onFailure?.(error);
  }

  #endWorker(): void {
    clearTimeout(this.#timer);
    const worker = this.#worker;
    this.#worker = undefined;
    this.#isLoaded = false;
    this.#current = undefined;
    void worker?.terminate();
  }
}

function errorOf({ error }: WorkerReply & { kind: 'failed' }): MemoryBridgeError {
  const { code, message, details } = error;
  return new MemoryBridgeError(code, message, details ? { details } : {});
}

function crashError(why: string): MemoryBridgeError {
  return embedFailure(
    'unavailable',
    `The local model has ended unexpectedly (${why}).`,
    'It needs about 500 MB of memory: free some and try again, or use the built-in embedder.',
  );
}

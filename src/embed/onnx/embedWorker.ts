// The thread that a local model runs in: a bundle of its own, `dist/embedWorker.js`.
import { readFile } from 'node:fs/promises';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { brotliDecompressSync } from 'node:zlib';
import { MemoryBridgeError } from '../../core/errors.ts';
import { OnnxModel } from './onnxModel.ts';
import type { WorkerError, WorkerReply, WorkerRequest, WorkerStart } from './workerMessages.ts';

async function main(port: MessagePort, { model: options, wasm }: WorkerStart): Promise<void> {
  const post = (reply: WorkerReply, transfer: readonly ArrayBuffer[] = []) =>
    port.postMessage(reply, transfer);
  // The runtime complains on the console, and standard output may be a conversation with an agent.
  const say = (...parts: unknown[]) => post({ kind: 'said', text: parts.map(String).join(' ') });
  Object.assign(console, { log: say, info: say, debug: say, warn: say, error: say });
  // Batches that come meanwhile wait in the port.
  let model: OnnxModel;
  try {
    model = await OnnxModel.load(options, brotliDecompressSync(await readFile(wasm)));
  } catch (error) {
    post({ kind: 'failed', error: describe(error) });
    return;
  }
  post({ kind: 'loaded' });
  const answer = async ({ id, texts }: WorkerRequest): Promise<void> => {
    try {
      const vectors = await model.embed(texts);
      post(
        { kind: 'vectors', id, vectors },
        vectors.map(({ buffer }) => buffer as ArrayBuffer),
      );
    } catch (error) {
      post({ kind: 'failed', id, error: describe(error) });
    }
  };
  let turn = Promise.resolve();
  port.on('message', (request: WorkerRequest) => {
    turn = turn.then(() => answer(request));
  });
}

function describe(error: unknown): WorkerError {
  if (MemoryBridgeError.is(error))
    return { code: error.code, message: error.message, details: error.details };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

if (parentPort) void main(parentPort, workerData as WorkerStart);

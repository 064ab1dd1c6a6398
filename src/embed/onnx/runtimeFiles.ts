import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MemoryBridgeError } from '../../core/errors.ts';

/** What a local model needs besides its own files. */
export interface RuntimeFiles {
  /** `embedWorker.js`. */
  readonly worker: string;
  /** The ONNX runtime, compressed with Brotli. */
  readonly wasm: string;
}

export const runtimeFileNames = { worker: 'embedWorker.js', wasm: 'onnxRuntime.wasm.br' } as const;

/** Beside the bundle in the product; in `dist` when run from source. Throws when there was no build. */
export function runtimeFiles(): RuntimeFiles {
  for (const folder of ['./', '../../../dist/']) {
    const place = (name: string) => fileURLToPath(new URL(`${folder}${name}`, import.meta.url));
    const files = { worker: place(runtimeFileNames.worker), wasm: place(runtimeFileNames.wasm) };
    if (existsSync(files.worker) && existsSync(files.wasm)) return files;
  }
  throw new MemoryBridgeError(
    'unavailable',
    `${runtimeFileNames.worker} and ${runtimeFileNames.wasm} are missing beside the program. Install it again.`,
  );
}

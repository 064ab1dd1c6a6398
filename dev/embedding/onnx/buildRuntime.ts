import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import type { RuntimeFiles } from '../../../src/embed/onnx/runtimeFiles.ts';
import { compressRuntime } from '../../../tools/build/compressRuntime.mjs';
import { builtOnce } from '../../bundles/builtOnce.ts';
import { buildNodeProgram } from '../../bundles/nodeProgram.ts';

/** The worker of local models and its runtime as they are shipped, built from the sources of this moment. */
export async function buildRuntime(folder: string): Promise<RuntimeFiles> {
  const files = {
    worker: path.join(folder, 'embedWorker.js'),
    wasm: path.join(folder, 'onnxRuntime.wasm.br'),
  };
  await buildNodeProgram(files.worker, { entry: 'src/embed/onnx/embedWorker.ts' });
  const built = await builtOnce('runtime', (made) => compressRuntime(path.join(made, 'runtime.br')));
  await copyFile(path.join(built, 'runtime.br'), files.wasm);
  return files;
}

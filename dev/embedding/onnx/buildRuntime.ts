import path from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import type { RuntimeFiles } from '../../../src/embed/onnx/runtimeFiles.ts';
import { compressRuntime } from '../../../tools/build/compressRuntime.mjs';

const root = path.resolve(import.meta.dirname, '../../..');

/** How esbuild.mjs bundles what asks where it lies. */
export const bundled: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  logLevel: 'error',
  legalComments: 'none',
  define: { 'import.meta.url': '__importMetaUrl' },
  banner: { js: "const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
};

/** The worker of local models and its runtime as they are shipped, built from the sources of this moment. */
export async function buildRuntime(folder: string): Promise<RuntimeFiles> {
  const files = {
    worker: path.join(folder, 'embedWorker.js'),
    wasm: path.join(folder, 'onnxRuntime.wasm.br'),
  };
  await build({
    ...bundled,
    absWorkingDir: root,
    entryPoints: ['src/embed/onnx/embedWorker.ts'],
    outfile: files.worker,
  });
  await compressRuntime(files.wasm);
  return files;
}

/** Writes a program of a few lines of TypeScript; `@src/` in it is the source folder. */
export async function buildProgram(outfile: string, contents: string): Promise<string> {
  await build({
    ...bundled,
    stdin: {
      contents: contents.replaceAll('@src/', `${path.join(root, 'src')}/`.replaceAll('\\', '/')),
      resolveDir: root,
      loader: 'ts',
    },
    outfile,
  });
  return outfile;
}

/** What the command line needs to run on its own, beside each other in `dist/`. Packages ship these. */
export const launcherAssets = [
  'cli.js',
  'memoryServer.js',
  'settings.js',
  'lookWorker.js',
  'sqlite3.wasm',
  'vectorKernel.wasm',
  'builtInModel.bin',
] as const;
/** What it needs for local models, copied too where it is there. */
export const modelAssets = ['embedWorker.js', 'onnxRuntime.wasm.br'] as const;

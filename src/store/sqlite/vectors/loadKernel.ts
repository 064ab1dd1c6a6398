import { readFile } from 'node:fs/promises';

let loading: Promise<WebAssembly.Module> | undefined;

/** Compiles the kernel on first use; every index of the process has an instance of its own. */
export function loadKernel(): Promise<WebAssembly.Module> {
  loading ??= readKernel().then((bytes) => WebAssembly.compile(bytes));
  return loading;
}

/** Beside the bundle in the product; compiled on demand when run from source. */
async function readKernel(): Promise<Uint8Array> {
  if (!import.meta.url.endsWith('.ts')) return readFile(new URL('vectorKernel.wasm', import.meta.url));
  // Not a literal: tools are no part of a bundle.
  const tool = new URL('../../../../tools/build/vectorKernel.mjs', import.meta.url).href;
  const compiler = (await import(tool)) as { vectorKernel: () => Promise<Uint8Array> };
  return compiler.vectorKernel();
}

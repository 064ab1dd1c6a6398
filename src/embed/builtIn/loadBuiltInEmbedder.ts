import { fileURLToPath } from 'node:url';
import { BuiltInEmbedder } from './builtInEmbedder.ts';
import { readBuiltInModel } from './builtInModel.ts';

let loaded: BuiltInEmbedder | undefined;

/** The embedder that needs no download; its model is read on first use and shared by the process. */
export function loadBuiltInEmbedder(): BuiltInEmbedder {
  loaded ??= new BuiltInEmbedder(readBuiltInModel(fileURLToPath(modelPlace())));
  return loaded;
}

/** Beside the bundle in the product; in the repository's folder of models when run from source. */
function modelPlace(): URL {
  const fromSource = import.meta.url.endsWith('.ts');
  return new URL(fromSource ? '../../../models/built-in-1.bin' : 'builtInModel.bin', import.meta.url);
}

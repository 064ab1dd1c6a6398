import { MemoryBridgeError } from '../../core/errors.ts';
import type { EmbedderSettings, ModelFile, ModelManifest } from '../../protocol/embedderSettings.ts';

/** Where models are fetched from unless a mirror is set. */
const hub = 'https://huggingface.co/{model}/resolve/{revision}/{file}';

/**
 * all-MiniLM-L6-v2 (Apache-2.0) in 8 bits. Sizes and the hash of the weights are those of the pointers in public mirrors of
 * the hub; the hash of the tokenizer is the one that several public projects record for this revision and size. Neither
 * was computed from a download. Whatever the hash says, a tokenizer that does not parse, or has words that the weights do
 * not know, is refused when the model is loaded.
 */
export const miniLm: ModelManifest = {
  name: 'Xenova/all-MiniLM-L6-v2',
  revision: '751bff37182d3f1213fa05d7196b954e230abad9',
  weights: {
    path: 'onnx/model_quantized.onnx',
    bytes: 22_972_370,
    sha256: 'afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1',
  },
  tokenizer: {
    path: 'tokenizer.json',
    bytes: 711_661,
    sha256: 'da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0',
  },
  dimensions: 384,
  maxTokens: 256,
  pooling: 'mean',
  queryPrefix: '',
  documentPrefix: '',
  // Measured with 8-bit weights that were made from the same model.
  fit: { unlike: 0.073, spread: 0.09, alike: 0.358 },
};

/** Models that are known here, by the names that people give them. */
const catalogue: Readonly<Record<string, ModelManifest>> = {
  'all-minilm-l6-v2': miniLm,
  'xenova/all-minilm-l6-v2': miniLm,
};
export const defaultModel = 'all-MiniLM-L6-v2';

/** The manifest that local settings mean. Throws `invalid_input` for a model that nobody vouches for. */
export function manifestOf({ model, manifest }: EmbedderSettings): ModelManifest {
  if (manifest) {
    if (model === undefined || model === manifest.name) return manifest;
    throw new MemoryBridgeError(
      'invalid_input',
      `The settings name the model "${model}" and give the manifest of "${manifest.name}". Remove one of them.`,
    );
  }
  const name = (model ?? defaultModel).toLowerCase();
  const known = Object.hasOwn(catalogue, name) ? catalogue[name] : undefined;
  if (known) return known;
  throw new MemoryBridgeError(
    'invalid_input',
    `The model "${model}" is not known here. Use ${defaultModel}, or give a manifest with the size and SHA-256 of its files.`,
  );
}

export function filesOf({ tokenizer, weights }: ModelManifest): readonly ModelFile[] {
  return [tokenizer, weights];
}

export function totalBytes(manifest: ModelManifest): number {
  return filesOf(manifest).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** `mirror` may be a bare base, to which the hub's own layout is appended, or have the places in it. */
export function addressOf(manifest: ModelManifest, file: ModelFile, mirror?: string): URL {
  const base = mirror?.replace(/\/+$/, '');
  const layout = '/{model}/resolve/{revision}/{file}';
  const template = base === undefined ? hub : completed(base, layout);
  return new URL(
    template
      .replaceAll('{model}', manifest.name)
      .replaceAll('{revision}', manifest.revision)
      .replaceAll('{file}', file.path),
  );
}

function completed(base: string, layout: string): string {
  if (base.includes('{file}')) return base;
  return base.includes('{model}') ? `${base}/{file}` : `${base}${layout}`;
}

import { createHash } from 'node:crypto';
import type { ModelFile, ModelManifest } from '../../../src/protocol/embedderSettings.ts';
import { type ModelShape, sentenceModel } from './sentenceModel.ts';
import { vocabulary, wordPieceTokenizer } from './wordPiece.ts';

/** A model that was made a moment ago, as a hub would have it. */
export interface GeneratedModel {
  readonly manifest: ModelManifest;
  /** Content by path. */
  readonly files: ReadonlyMap<string, Buffer>;
}

export function generateModel(
  name = 'tests/sentences',
  shape: Partial<ModelShape> = {},
  settings: Partial<ModelManifest> = {},
): GeneratedModel {
  const dimensions = shape.dimensions ?? 48;
  const weights = sentenceModel({ vocabulary: vocabulary.length, ...shape, dimensions });
  const tokenizer = Buffer.from(wordPieceTokenizer());
  const manifest: ModelManifest = {
    name,
    revision: 'main',
    weights: describe('onnx/model_quantized.onnx', weights),
    tokenizer: describe('tokenizer.json', tokenizer),
    dimensions,
    maxTokens: 32,
    pooling: 'mean',
    queryPrefix: '',
    documentPrefix: '',
    ...settings,
  };
  return {
    manifest,
    files: new Map([
      [manifest.weights.path, weights],
      [manifest.tokenizer.path, tokenizer],
    ]),
  };
}

function describe(path: string, content: Buffer): ModelFile {
  return { path, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}

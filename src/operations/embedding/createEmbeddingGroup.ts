import type { embeddingOperations } from '../../protocol/operations/embedding/embeddingOperations.ts';
import type { Group } from '../operation.ts';
import type { EmbeddingPort, KeyBorrower } from '../ports.ts';
import { createLendKey } from './lendKey.ts';
import { createPreviewEmbedder } from './previewEmbedder.ts';
import { createReindex } from './reindex.ts';

export interface EmbeddingPorts {
  readonly embedding: EmbeddingPort;
  readonly keys: KeyBorrower;
}

export function createEmbeddingGroup({ embedding, keys }: EmbeddingPorts): Group<typeof embeddingOperations> {
  return {
    reindex: createReindex(embedding),
    preview_embedder: createPreviewEmbedder(keys),
    lend_key: createLendKey(keys, embedding),
  };
}

import { reindexOperation } from './reindex.ts';
import { previewEmbedderOperation } from './previewEmbedder.ts';
import { lendKeyOperation } from './lendKey.ts';

export const embeddingOperations = [reindexOperation, previewEmbedderOperation, lendKeyOperation] as const;

import type { EmbedderProvider } from '../../protocol/embedderProviders.ts';
import { command, type HandlersOf } from '../shared/ids.ts';

export const commands = {
  'memoryBridge.chooseEmbeddingModel': command(),
  'memoryBridge.importModel': command(),
  'memoryBridge.rebuildVectors': command(),
};

interface EmbeddingSettingValues {
  readonly 'memoryBridge.embedding.provider': EmbedderProvider;
  readonly 'memoryBridge.embedding.model': string;
  readonly 'memoryBridge.embedding.baseUrl': string;
  readonly 'memoryBridge.embedding.dimensions': number | null;
  readonly 'memoryBridge.embedding.mirror': string;
}
/** Setting -> its default, as package.json declares it. */
export const settings: EmbeddingSettingValues = {
  'memoryBridge.embedding.provider': 'built-in',
  'memoryBridge.embedding.model': '',
  'memoryBridge.embedding.baseUrl': '',
  'memoryBridge.embedding.dimensions': null,
  'memoryBridge.embedding.mirror': '',
};

declare module '../shared/ids.ts' {
  interface CommandMap extends HandlersOf<typeof commands> {}
}

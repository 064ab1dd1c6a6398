import type { Clock, Logger } from '../../core/ports.ts';
import type { EmbedderHandle } from '../../embed/embedderHandle.ts';
import type { EmbedderSettings } from '../../protocol/embedderSettings.ts';
import type { EmbeddedStore } from '../../store/ports/embeddedStore.ts';
import type { Store } from '../../store/ports/store.ts';
import type { QuestionWords } from '../recallRequest.ts';

/** The built-in model: always there, and quick enough for the middle of a write. */
export interface InstantEmbedder {
  readonly provider: string;
  /** Another one when the weights are others. */
  readonly model: string;
  readonly dimensions: number;
  embedOne(text: string): Float32Array;
  questionWords(question: string): QuestionWords;
}

/** The store, and where its index of vectors is in this process, how it is made ready for a first question. */
export type VectorStore = Store & Pick<EmbeddedStore, 'loadVectors'>;

/** What the parts of this room share. */
export interface EmbeddingParts {
  readonly store: VectorStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Throws nothing: what is wrong with the settings is the state of the handle. */
export type CreateEmbedder = (settings: EmbedderSettings) => EmbedderHandle;

import type { DisposableLike } from '../core/disposable.ts';
import type { EmbedderSettings } from '../protocol/embedderSettings.ts';
import type { Embedder } from './embedder.ts';

/** `waiting` goes on by itself; `failed` needs somebody to do something, and then `retry`. */
export type EmbedderState =
  | { readonly kind: 'ready' }
  /** Bytes of all files of the model. */
  | { readonly kind: 'downloading'; readonly received: number; readonly total: number }
  | { readonly kind: 'waiting'; readonly why: string }
  | { readonly kind: 'failed'; readonly message: string; readonly advice: string };

/** The embedder that the settings want, on its way. Which one answers meanwhile is for others to decide. */
export interface EmbedderHandle extends DisposableLike {
  readonly wanted: EmbedderSettings;
  readonly state: EmbedderState;
  /** Called after each change of the state. */
  onState(listener: (state: EmbedderState) => void): DisposableLike;
  /** Present when ready, and only then. */
  readonly embedder: Embedder | undefined;
  /** After a failure, or when something has changed: a key was lent, files were imported. */
  retry(): void;
}

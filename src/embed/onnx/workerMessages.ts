import type { ErrorCode } from '../../core/errors.ts';
import type { OnnxModelOptions } from './onnxModel.ts';

/** What a worker is started with. */
export interface WorkerStart {
  readonly model: OnnxModelOptions;
  /** The runtime's code, compressed with Brotli. */
  readonly wasm: string;
}

/** One batch. The worker takes them one after another. */
export interface WorkerRequest {
  readonly id: number;
  readonly texts: readonly string[];
}

/** `loaded` comes once, before any answer, or instead of it `failed` without an id. */
export type WorkerReply =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'vectors'; readonly id: number; readonly vectors: readonly Float32Array[] }
  | { readonly kind: 'failed'; readonly id?: number; readonly error: WorkerError };

/** Errors lose their class on the way between threads. */
export interface WorkerError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

import { MemoryBridgeError } from '../../core/errors.ts';
import type { Embedder } from '../embedder.ts';

/**
 * Tells when an API cannot answer any more, so that the next question need not wait for its time-outs. Too many requests,
 * and a text that is refused, say nothing about the next one.
 */
export class WatchedEmbedder implements Embedder {
  readonly provider: string;
  readonly model: string;
  readonly dimensions: number;
  readonly #inner: Embedder;
  readonly #fail: (error: MemoryBridgeError) => void;

  constructor(inner: Embedder, fail: (error: MemoryBridgeError) => void) {
    ({ provider: this.provider, model: this.model, dimensions: this.dimensions } = inner);
    this.#inner = inner;
    this.#fail = fail;
  }

  async embed(...call: Parameters<Embedder['embed']>): Promise<Float32Array[]> {
    try {
      return await this.#inner.embed(...call);
    } catch (error) {
      if (
        MemoryBridgeError.is(error) &&
        !MemoryBridgeError.is(error, 'rate_limited', 'too_large', 'invalid_input')
      )
        this.#fail(error);
      throw error;
    }
  }
}

import type { DisposableLike } from '../../core/disposable.ts';
import type { MemoryClient } from '../../client/memoryClient.ts';
import type { Feature } from '../shared/feature.ts';
import type { ContextKeySetter } from '../shared/platform/contextKeys.ts';

/** Tells the welcome texts whether the server can be reached. */
export class ConnectionContext implements Feature {
  readonly name = 'connection context';
  readonly #client: MemoryClient;
  readonly #keys: ContextKeySetter;

  constructor(client: MemoryClient, keys: ContextKeySetter) {
    this.#client = client;
    this.#keys = keys;
  }

  register(): DisposableLike {
    const show = () => this.#keys.set('memoryBridge:connection', this.#client.state.kind);
    show();
    return this.#client.onDidChangeState(show);
  }
}

import type { MemoryClient } from '../../../client/memoryClient.ts';
import { Disposable } from '../../../core/disposable.ts';
import { LiveQuery, type LiveQueryOptions } from './liveQuery.ts';

/** The live queries of this window. */
export class LiveQueries extends Disposable {
  readonly #client: MemoryClient;
  readonly #all: { invalidate(): void }[] = [];

  constructor(client: MemoryClient) {
    super();
    this.#client = client;
  }

  add<T>(options: LiveQueryOptions<T>): LiveQuery<T> {
    const query = this._register(new LiveQuery(this.#client, options));
    this.#all.push(query);
    return query;
  }

  /** Everything again: folders have changed, or a person asked for it. */
  invalidate(): void {
    for (const query of this.#all) query.invalidate();
  }
}

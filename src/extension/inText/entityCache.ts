import type { MemoryClient } from '../../client/memoryClient.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import type { OutputOf } from '../../protocol/operation.ts';
import { getContextOperation } from '../../protocol/operations/recall/getContext.ts';

export type EntityContext = OutputOf<typeof getContextOperation>;

const capacity = 200;

/** Answers about entities, kept until a memory or what a forge says changes: hovers come in bursts over the same few references. */
export class EntityCache implements DisposableLike {
  readonly #client: MemoryClient;
  readonly #answers = new Map<string, Promise<EntityContext>>();
  readonly #listener: DisposableLike;

  constructor(client: MemoryClient) {
    this.#client = client;
    this.#listener = client.onEvent((event) => {
      if (event.kind === 'memories' || event.kind === 'entities' || event.kind === 'hello')
        this.#answers.clear();
    });
  }

  /** What is known about an entity as a project names it. */
  get(entity: string, project: string | undefined): Promise<EntityContext> {
    const key = `${project ?? ''}\n${entity}`;
    const known = this.#answers.get(key);
    if (known) return known;
    const answer = this.#client
      .call(getContextOperation, { entity_ref: entity, ...(project === undefined ? {} : { project }) })
      .then(({ result }) => result);
    this.#answers.set(key, answer);
    // A failure is not an answer: the next hover asks again.
    answer.catch(() => this.#answers.delete(key));
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > capacity && oldest !== undefined) this.#answers.delete(oldest);
    return answer;
  }

  dispose(): void {
    this.#listener.dispose();
    this.#answers.clear();
  }
}

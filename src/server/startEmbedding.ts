import type { DataDirectory } from '../home/dataDirectory.ts';
import type { Clock, Logger } from '../core/ports.ts';
import type { LentValues } from '../core/lentValues.ts';
import { ApiKeys } from '../embed/api/apiKeys.ts';
import { missingKey } from '../embed/api/missingKey.ts';
import { createEmbedder } from '../embed/createEmbedder.ts';
import type { Embedder } from '../embed/embedder.ts';
import type { Network } from '../net/network.ts';
import type { KeyBorrower } from '../operations/ports.ts';
import type { EmbedderSettings } from '../protocol/embedderSettings.ts';
import type { BuiltInSpace } from '../recall/embedding/builtInSpace.ts';
import type { VectorStore } from '../recall/embedding/embeddingParts.ts';
import { EmbeddingCoordinator } from '../recall/embedding/embeddingCoordinator.ts';
import type { EventHub } from './eventHub.ts';
import { queueBuiltInFill } from './jobs/reindexWorker.ts';
import { LateEmbedder } from './lateEmbedder.ts';
import { uuidGenerator } from './uuidGenerator.ts';
import type { Lifecycle } from './lifecycle.ts';

export interface EmbeddingDependencies {
  readonly directory: DataDirectory;
  readonly store: VectorStore;
  /** The built-in one, whose space is `builtIn`. */
  readonly embedder: Embedder;
  readonly builtIn: BuiltInSpace;
  readonly settings: () => EmbedderSettings;
  readonly lent: LentValues;
  readonly events: EventHub;
  readonly lifecycle: Lifecycle;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly network: Network;
  /** See `LateEmbedder`. */
  readonly beginAfterMs?: number | undefined;
}

/** Longer than a command of the command line takes, ms. */
const usualBeginAfterMs = 2_000;

/** Everything about vectors, following the settings and the memories from here on. */
export async function startEmbedding(
  dependencies: EmbeddingDependencies,
): Promise<{ embedding: EmbeddingCoordinator; keys: KeyBorrower }> {
  const { directory, store, embedder, builtIn, settings, events, lifecycle, clock, logger, network, lent } =
    dependencies;
  const { beginAfterMs = usualBeginAfterMs } = dependencies;
  const keys = new ApiKeys(process.env, lent);
  const parts = { models: directory.models, builtIn: embedder, keys, network, logger };
  const embedding = new EmbeddingCoordinator({
    store,
    clock,
    logger,
    builtIn,
    settings,
    createEmbedder: (wanted) => new LateEmbedder(wanted, () => createEmbedder(wanted, parts), beginAfterMs),
    missingKey: (wanted) => missingKey(keys, wanted),
    fillBuiltIn: () => queueBuiltInFill(store, { ids: uuidGenerator, clock, emit: events.emit.bind(events) }),
    onChange: () => events.emit({ kind: 'embedding' }),
  });
  events.subscribe(({ kind }) => {
    if (kind === 'memories') embedding.memoriesChanged();
    // Written again as it was, it says that something else has changed, e.g. that files of the model are there.
    if (kind === 'config') void embedding.reconfigure().then(() => embedding.retry());
  });
  lifecycle.onDraining(() => embedding.pause());
  await embedding.start();
  return {
    embedding,
    keys: {
      lend: (origin, key) => keys.lend(origin, key),
      lendValue: (name, value, forMs) => lent.lend(name, value, forMs),
      missingFor: (wanted) => missingKey(keys, wanted),
    },
  };
}

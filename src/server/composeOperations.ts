import type { Clock } from '../core/ports.ts';
import { GitUsers } from '../git/gitUsers.ts';
import type { Forge } from '../entities/forge.ts';
import type { TokenFile } from '../home/token.ts';
import type { Network } from '../net/network.ts';
import { networkStanding } from '../net/networkOf.ts';
import { CaptureCommits } from '../operations/capture/captureCommits.ts';
import { CaptureHistory } from '../operations/capture/captureHistory.ts';
import { Purge } from '../operations/memories/purge.ts';
import type { EmbeddingPort, KeyBorrower, ServerFactsPort, TokenPort } from '../operations/ports.ts';
import { createOperations } from '../operations/registry.ts';
import type { EmbeddedStore } from '../store/ports/embeddedStore.ts';
import type { Backups } from '../store/ports/backups.ts';
import type { Store } from '../store/ports/store.ts';
import type { PurgeFilesPort } from '../memories/purgeFilesPort.ts';
import type { ConfigFile } from '../settings/configFile.ts';
import type { EventHub } from './eventHub.ts';
import { RestoreDesk } from './restore/restoreDesk.ts';
import { RestoreFile } from './restore/restoreOrder.ts';
import type { Compaction } from '../upkeep/compaction.ts';
import type { IngestionPorts } from '../operations/ingestion/createIngestion.ts';
import { uuidGenerator } from './uuidGenerator.ts';
import type { Lifecycle } from './lifecycle.ts';

export interface OperationsParts {
  readonly store: Store & EmbeddedStore;
  readonly purgeFiles: PurgeFilesPort;
  readonly config: ConfigFile;
  readonly events: EventHub;
  readonly tokens: TokenFile;
  readonly lifecycle: Lifecycle;
  readonly embedding: EmbeddingPort;
  readonly keys: KeyBorrower;
  readonly forge: Forge;
  readonly clock: Clock;
  readonly network: Network;
  readonly backups: Backups;
  readonly compaction: Compaction;
  /** Folder of what is exported without a name. */
  readonly exports: string;
  readonly ingestion: IngestionPorts['ingestion'];
}

/** What streams are told before they end. */
const restoreReason = 'restore';

/** Every verb, and the two that have something to finish: purges at a start, captures at the end. */
export function composeOperations(parts: OperationsParts): {
  readonly operations: ReturnType<typeof createOperations>;
  readonly purge: Purge;
  readonly captureCommits: CaptureCommits;
} {
  const { store, purgeFiles, config, events, tokens, lifecycle, embedding, keys, forge, clock, backups } =
    parts;
  const emit = events.emit.bind(events);
  const settings = () => config.read().config;
  const captureCommits = new CaptureCommits(store, settings, { emit });
  const purge = new Purge({ store, files: purgeFiles, emit, now: () => clock.now() });
  const restore = new RestoreDesk({
    home: lifecycle.facts.home,
    store,
    backups,
    file: new RestoreFile(lifecycle.facts.home),
    finishPurges: () => purge.resume(),
    reopen: () => lifecycle.reopen(restoreReason),
    clock,
    ids: uuidGenerator,
  });
  const operations = createOperations({
    store,
    storeFacts: store,
    serverFacts: serverFacts(parts),
    config,
    users: new GitUsers(),
    grace: {
      get graceFrom() {
        return lifecycle.graceFrom;
      },
      get staleAfter() {
        return settings().sessions.staleMinutes * 60_000;
      },
    },
    captureCommits,
    captureHistory: new CaptureHistory(store, settings, captureCommits.turns),
    purge,
    token: rotationOf(tokens, events),
    embedding,
    keys,
    backups,
    restore,
    enrichment: { store, forge },
    compaction: parts.compaction,
    exports: parts.exports,
    ingestion: parts.ingestion,
  });
  return { operations, purge, captureCommits };
}

function rotationOf(tokens: TokenFile, events: EventHub): TokenPort {
  return {
    rotate: ({ now }) => {
      const { previousUntil } = tokens.rotate({ endPrevious: now });
      return { previousUntil };
    },
    endStreams: () => events.endStreams(),
  };
}

function serverFacts({ lifecycle, events, clock, network }: OperationsParts): ServerFactsPort {
  return {
    facts: () => {
      const { home, port, epoch, hostKind, startedAt, startedAtMonotonic } = lifecycle.facts;
      return {
        pid: process.pid,
        hostKind,
        ghost: lifecycle.isGhost,
        home,
        port,
        epoch,
        startedAt,
        uptimeSeconds: (clock.monotonic() - startedAtMonotonic) / 1_000,
        rssBytes: process.memoryUsage.rss(),
        eventClients: events.streamCount,
        network: { ...networkStanding(network) },
      };
    },
  };
}

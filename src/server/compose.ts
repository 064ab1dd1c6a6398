import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../core/ports.ts';
import type { TokenFile } from '../home/token.ts';
import { HiddenCharacters } from '../safety/hiddenCharacterCleaner.ts';
import { SecretRedactor } from '../safety/secretRedactor.ts';
import { loadBuiltInEmbedder } from '../embed/builtIn/loadBuiltInEmbedder.ts';
import { CaptureCommits } from '../operations/capture/captureCommits.ts';
import { CaptureHistory } from '../operations/capture/captureHistory.ts';
import { LocalDispatcher } from '../operations/dispatch/localDispatcher.ts';
import { Purge } from '../operations/memories/purge.ts';
import type { ServerFactsPort, TokenPort } from '../operations/ports.ts';
import { createOperations } from '../operations/registry.ts';
import { BuiltInSpace } from '../recall/embedding/builtInSpace.ts';
import type { EmbeddingCoordinator } from '../recall/embedding/embeddingCoordinator.ts';
import { IncomingText } from '../safety/incomingText.ts';
import type { TextCleaner } from '../safety/textCleaner.ts';
import { toolDefinitions } from '../protocol/tools/registry.ts';
import { openStore } from '../store/sqlite/openStore.ts';
import { PurgeFiles } from '../store/sqlite/purgeFiles.ts';
import type { EmbeddedStore } from '../store/ports/embeddedStore.ts';
import { composeEmbedding } from './composeEmbedding.ts';
import { ConfigFile } from './configFile.ts';
import { EventHub } from './eventHub.ts';
import { GitProjectResolver } from '../projects/gitProjectResolver.ts';
import { createApp } from './http/createApp.ts';
import { Metrics } from './http/metrics.ts';
import { createRequestListener } from './http/requestListener.ts';
import { BackupWorker, type BackupWorkerParts } from './jobs/backupWorker.ts';
import { JobRunner } from './jobs/jobRunner.ts';
import { ReindexWorker } from './jobs/reindexWorker.ts';
import { keepHeapSmall } from './keepHeapSmall.ts';
import type { Lifecycle } from './lifecycle.ts';
import { Maintenance } from '../upkeep/maintenance.ts';
import type { Composition, CompositionParts } from './memoryServer.ts';
import { Scheduler } from './scheduler.ts';
import { uuidGenerator } from './uuidGenerator.ts';

/** Opens the database of a directory that this process owns and wires everything that serves it. */
export async function compose(
  parts: CompositionParts,
  cleaners: readonly TextCleaner[] = [new HiddenCharacters(), new SecretRedactor()],
): Promise<Composition> {
  const { directory, tokens, lifecycle, clock, logger, beforeCommit, readOnly, notices } = parts;
  keepHeapSmall();
  const ids = uuidGenerator;
  const embedder = loadBuiltInEmbedder();
  const builtIn = new BuiltInSpace(embedder, { clock, logger });
  const { vectorise } = builtIn;
  const store = await openStore({
    home: readOnly?.databaseHome ?? directory.home,
    notices,
    logger,
    clock,
    beforeCommit,
    vectorise,
  });
  const events = new EventHub(logger);
  const emit = events.emit.bind(events);
  const config = new ConfigFile(directory);
  const settings = () => config.read().config.embedder;
  const runner = new JobRunner({ store, clock, logger, emit });
  events.subscribe((event) => runner.hear(event));
  lifecycle.onDraining(() => runner.pause());
  const { embedding, keys } = await composeEmbedding({
    directory,
    store,
    embedder,
    builtIn,
    settings,
    events,
    lifecycle,
    clock,
    logger,
    beginAfterMs: parts.embedAfterMs,
  });
  const captureCommits = new CaptureCommits(store, () => config.read().config, { emit });
  const captureHistory = new CaptureHistory(store, () => config.read().config, captureCommits.turns);
  const purge = new Purge({ store, files: new PurgeFiles(directory.home), emit, now: () => clock.now() });
  const operations = createOperations({
    storeFacts: store,
    serverFacts: serverFacts(lifecycle, events, () => clock.monotonic()),
    config,
    grace: lifecycle,
    captureCommits,
    captureHistory,
    purge,
    token: rotationOf(tokens, events),
    embedding,
    keys,
  });
  const incoming = new IncomingText(cleaners);
  const metrics = new Metrics({ eventStreams: () => events.streamCount });
  const dispatcher = new LocalDispatcher({
    ...(readOnly ? { readOnly: readOnly.reason } : {}),
    store,
    operations,
    tools: toolDefinitions,
    projects: new GitProjectResolver(store, logger, incoming),
    clock,
    ids,
    logger,
    incoming,
    emit,
    onFinished: (call) => metrics.recordCall(call),
  });
  const app = createApp({
    lifecycle,
    tokens,
    dispatcher,
    metrics,
    events,
    logger,
    toolset: () => config.read().config.toolset,
  });
  const scheduler = schedule(
    new Maintenance({
      store,
      clock,
      ids,
      emit,
      graceFrom: () => lifecycle.graceFrom,
      historyDays: () => config.read().config.historyDays,
    }),
    embedding,
    new Scheduler(logger),
  );
  const unfinished = { name: 'unfinished purges', run: () => purge.resume() };
  void scheduler.runNow(unfinished);
  // What can only be read is served from a copy, in which nothing is worth doing.
  const workers = [
    new ReindexWorker(embedding),
    new BackupWorker(backupsInto(directory.backups, store, clock)),
  ];
  if (!readOnly) void scheduler.runNow({ name: 'jobs of the last owner', run: () => runner.start(workers) });
  scheduler.add({ ...unfinished, pattern: '43 * * * *' });
  return {
    listener: createRequestListener(app),
    isUsable: () => store.isUsable,
    checkFiles: () => store.checkFiles(),
    rescue: () => store.rescue(),
    percentChecked: () => store.inspection?.percent,
    close: async () => {
      // A purge waits for the end of it, and whoever closes waits for the purge.
      store.stopLooking();
      await scheduler.stop();
      await runner.stop();
      await app.close();
      await embedding.stop();
      await dispatcher.idle();
      await captureCommits.stop();
      await store.close();
    },
  };
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

function serverFacts(lifecycle: Lifecycle, events: EventHub, monotonic: () => number): ServerFactsPort {
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
        uptimeSeconds: (monotonic() - startedAtMonotonic) / 1_000,
        rssBytes: process.memoryUsage.rss(),
        eventClients: events.streamCount,
      };
    },
  };
}

/** Names sort by time; two backups within a millisecond are still two. */
function backupsInto(folder: string, store: EmbeddedStore, clock: Clock): BackupWorkerParts {
  return {
    newPath: () => {
      const stamp = new Date(clock.now()).toISOString().replaceAll(':', '-');
      return path.join(folder, `memory-${stamp}-${uuidGenerator.next().slice(-6)}.db`);
    },
    copy: (toPath, options) => store.backup(toPath, options),
    sizeOf: (file) =>
      stat(file).then(
        ({ size }) => size,
        () => undefined,
      ),
  };
}

/** Chores at odd minutes: programs that do theirs on the hour are many. */
function schedule(
  maintenance: Maintenance,
  embedding: EmbeddingCoordinator,
  scheduler: Scheduler,
): Scheduler {
  scheduler.add({ name: 'stale sessions', pattern: '*/5 * * * *', run: () => maintenance.retireSessions() });
  scheduler.add({
    name: 'expired candidates',
    pattern: '13 * * * *',
    run: () => maintenance.expireCandidates(),
  });
  scheduler.add({ name: 'packed vectors', pattern: '*/10 * * * *', run: () => maintenance.packVectors() });
  // People edit the file of the settings too.
  scheduler.add({
    name: 'embedder of the settings',
    pattern: '* * * * *',
    run: () => embedding.reconfigure(),
  });
  const thinHistory = { name: 'thinned history', run: () => maintenance.thinHistory() };
  void scheduler.runNow(thinHistory);
  scheduler.add({ ...thinHistory, pattern: '23 */6 * * *' });
  scheduler.add({ name: 'expired rows', pattern: '37 * * * *', run: () => maintenance.removeExpired() });
  return scheduler;
}

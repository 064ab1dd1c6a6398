import type { Clock, Logger } from '../core/ports.ts';
import { liveStates } from '../core/jobs/job.ts';
import { BuiltInSpace } from '../recall/embedding/builtInSpace.ts';
import { loadBuiltInEmbedder } from '../embed/builtIn/loadBuiltInEmbedder.ts';
import { LentValues } from '../core/lentValues.ts';
import { TaskLoans } from '../core/taskLoans.ts';
import { networkOf } from '../net/networkOf.ts';
import { LocalDispatcher } from '../operations/dispatch/localDispatcher.ts';
import { GitProjectResolver } from '../projects/gitProjectResolver.ts';
import { toolDefinitions } from '../protocol/tools/registry.ts';
import { HiddenCharacters } from '../safety/hiddenCharacterCleaner.ts';
import { IncomingText } from '../safety/incomingText.ts';
import { PrivateText } from '../safety/privateTextCleaner.ts';
import { SecretRedactor } from '../safety/secretRedactor.ts';
import type { TextCleaner } from '../safety/textCleaner.ts';
import { openStore } from '../store/sqlite/openStore.ts';
import { PurgeFiles } from '../store/sqlite/purgeFiles.ts';
import { SqliteBackups } from '../store/sqlite/sqliteBackups.ts';
import { restoreDatabase } from '../store/sqlite/restoreDatabase.ts';
import { removeLeftovers } from '../store/sqlite/removeLeftovers.ts';
import { makeReadingCopy } from '../store/sqlite/readingCopy.ts';
import { Compaction } from '../upkeep/compaction.ts';
import { DueRetention } from '../upkeep/dueRetention.ts';
import { Maintenance } from '../upkeep/maintenance.ts';
import { startForges } from './startForges.ts';
import { createExtractionWork } from './startExtraction.ts';
import { conversationFeeds, createIngestionWork } from './startIngestion.ts';
import { startEmbedding } from './startEmbedding.ts';
import { Census } from './census.ts';
import { composeOperations } from './composeOperations.ts';
import { ConfigFile } from '../settings/configFile.ts';
import { EventHub } from './eventHub.ts';
import { createApp } from './http/createApp.ts';
import { Metrics } from './http/metrics.ts';
import { createRequestListener } from './http/requestListener.ts';
import { backupsInto } from './jobs/backupsInto.ts';
import { backupKind, backupNameIn, BackupWorker } from './jobs/backupWorker.ts';
import { DailyBackup } from './jobs/dailyBackup.ts';
import { JobRunner } from './jobs/jobRunner.ts';
import { ReindexWorker } from './jobs/reindexWorker.ts';
import { DocumentWorker } from './jobs/documentWorker.ts';
import { EnrichWorker } from './jobs/enrichWorker.ts';
import { ConsolidationWorker } from './jobs/consolidationWorker.ts';
import { RetentionWorker } from './jobs/retentionWorker.ts';
import { ExportWorker } from './jobs/exportWorker.ts';
import { ImportNearWorker } from './jobs/importNearWorker.ts';
import { ImportWorker } from './jobs/importWorker.ts';
import { UndoImportWorker } from './jobs/undoImportWorker.ts';
import { keepHeapSmall } from './keepHeapSmall.ts';
import { logBytes } from '../home/logFiles.ts';
import { isProcessAlive } from '../home/processAlive.ts';
import type { Composition, CompositionParts } from './memoryServer.ts';
import { RepositoryVisits } from './repositoryVisits.ts';
import { RestoreFile } from './restore/restoreOrder.ts';
import { scheduleChores } from './scheduleChores.ts';
import { Scheduler } from './scheduler.ts';
import { uuidGenerator as ids } from './uuidGenerator.ts';

/** Opens the database of a directory that this process owns and wires everything that serves it. */
export async function compose(
  parts: CompositionParts,
  cleaners: readonly TextCleaner[] = [new HiddenCharacters(), new PrivateText(), new SecretRedactor()],
): Promise<Composition> {
  keepHeapSmall();
  const copy = parts.readOnly && (await makeReadingCopy(parts.directory.home));
  const incoming = new IncomingText(cleaners);
  const memory = await openMemory(parts, incoming, copy?.home).catch(async (error: unknown) => {
    await copy?.remove();
    throw error;
  });
  if (!parts.readOnly) await clearLeftovers(parts, memory);
  const server = wire(parts, memory, incoming);
  const { watch } = startWork(parts, memory, server);
  const { store, embedding, runner } = memory;
  const { app, dispatcher, captureCommits, visits, scheduler } = server;
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
      await watch.stop();
      await runner.stop();
      await app.close();
      await embedding.stop();
      await visits.stop();
      await dispatcher.idle();
      await captureCommits.stop();
      try {
        await store.close();
      } finally {
        await copy?.remove();
      }
    },
  };
}

/** The store, its vectors and its jobs, and who hears of what happens in them. */
async function openMemory(
  { directory, lifecycle, clock, logger, beforeCommit, notices, embedAfterMs }: CompositionParts,
  redactor: IncomingText,
  home = directory.home,
) {
  if (home === directory.home) await carryOutRestore(home, logger, clock);
  const embedder = loadBuiltInEmbedder();
  const builtIn = new BuiltInSpace(embedder, { clock, logger });
  const { vectorise } = builtIn;
  const store = await openStore({ home, notices, logger, clock, beforeCommit, vectorise });
  const events = new EventHub(logger);
  const config = new ConfigFile(directory, { keepsLast: true });
  const network = networkOf(process.env, () => config.read().config.network.offline);
  const lent = new LentValues(clock);
  const { forge, forges } = startForges({ config, lent, network, clock });
  const calls = { come: 0 };
  const runner = new JobRunner({
    store,
    clock,
    logger,
    redactor,
    emit: events.emit.bind(events),
    calls: () => calls.come,
  });
  events.subscribe((event) => runner.hear(event));
  lifecycle.onDraining(() => runner.pause());
  const { embedding, keys } = await startEmbedding({
    directory,
    store,
    embedder,
    builtIn,
    settings: () => config.read().config.embedder,
    lent,
    events,
    lifecycle,
    clock,
    logger,
    network,
    beginAfterMs: embedAfterMs,
  });
  return {
    store,
    events,
    config,
    calls,
    runner,
    embedding,
    keys,
    network,
    forge,
    forges,
    ingestion: conversationFeeds(() => config.read().config, clock),
    loans: new TaskLoans(),
    backups: new SqliteBackups(home),
  };
}

/** A backup that was asked for takes the place of the database before it is opened. */
async function carryOutRestore(home: string, logger: Logger, clock: Clock): Promise<void> {
  const settle = async () => (await openStore({ home, logger, clock })).close();
  await new RestoreFile(home).carryOut((order) => restoreDatabase(home, order, { settle }), logger);
}

/** What is left of copies would lie there for ever, and be as large as the database. That it does is no reason to fail. */
async function clearLeftovers({ directory, logger }: CompositionParts, { store }: Memory): Promise<void> {
  try {
    const jobs = await store.read((unit) => unit.jobs.list({ kinds: [backupKind], states: liveStates }));
    await removeLeftovers(
      directory.home,
      jobs.flatMap(({ cursor }) => backupNameIn(cursor) ?? []),
      isProcessAlive,
    );
  } catch (error) {
    logger.warn('What is left of copies that were broken off could not be removed.', {
      error: String(error),
    });
  }
}

type Memory = Awaited<ReturnType<typeof openMemory>>;

/** The verbs, the one door to them, and the face on the port. */
function wire(parts: CompositionParts, memory: Memory, incoming: IncomingText) {
  const { directory, tokens, lifecycle, clock, logger, readOnly } = parts;
  const { store, events, config, calls, embedding, backups, forges, loans } = memory;
  const compaction = new Compaction({ store, home: directory.home, clock, ids });
  const { operations, purge, captureCommits } = composeOperations({
    ...memory,
    purgeFiles: new PurgeFiles(directory.home),
    compaction,
    exports: directory.exports,
    tokens,
    lifecycle,
    clock,
  });
  const census = new Census({ store, embedding, backups, clock, logBytes: () => logBytes(directory) });
  const metrics = new Metrics({ eventStreams: () => events.streamCount, census, logger });
  events.subscribe((event) => metrics.recordEvent(event));
  const projects = new GitProjectResolver(store, logger, incoming, forges);
  const dispatcher = new LocalDispatcher({
    ...(readOnly ? { readOnly } : {}),
    store,
    operations,
    tools: toolDefinitions,
    loans,
    projects,
    forges,
    clock,
    ids,
    logger,
    incoming,
    initialMode: () => config.read().config.projects.default,
    emit: events.emit.bind(events),
    onFinished: (call) => {
      compaction.noteCall();
      metrics.recordCall(call);
    },
    onAnswered: (verb, caller) => visits.heard(verb, caller),
  });
  const visits = new RepositoryVisits({
    dispatch: (name, input, caller) => dispatcher.dispatch(name, input, caller),
    clock,
    logger,
    isOn: () => !readOnly && config.read().config.captureCommits,
  });
  const toolset = () => config.read().config.toolset;
  const app = createApp({
    lifecycle,
    tokens,
    dispatcher,
    metrics,
    events,
    logger,
    toolset,
    rateLimit: rateLimitOf(memory),
    onCall: () => void (calls.come += 1),
  });
  const scheduler = new Scheduler(logger);
  return { purge, captureCommits, visits, compaction, dispatcher, app, incoming, projects, scheduler };
}

/** As the setting says, and what it says later. */
function rateLimitOf({ config, events }: Memory): { requests: number; readonly seconds: number } {
  const requests = () => config.read().config.server.requestsPerSecond;
  const limit = { requests: requests(), seconds: 1 };
  events.subscribe(({ kind }) => {
    if (kind === 'config') limit.requests = requests();
  });
  return limit;
}

/** What reads conversations and asks about them, and what has that done. */
function ingestionWork(
  { clock, logger }: CompositionParts,
  memory: Memory,
  { incoming, projects }: ReturnType<typeof wire>,
) {
  const parts = {
    ...memory,
    settings: () => memory.config.read().config,
    projects,
    redactor: incoming,
    clock,
    logger,
    emit: memory.events.emit.bind(memory.events),
  };
  const { worker, watch } = createIngestionWork(parts);
  const { worker: asking, due: extraction } = createExtractionWork(parts);
  return { workers: [worker, asking], watch, extraction };
}

/** What is due once in a while, when there is something to do. */
function dueByTheClock({ store, backups, config, events }: Memory, clock: CompositionParts['clock']) {
  const emit = events.emit.bind(events);
  const settings = () => config.read().config;
  return {
    dailyBackup: new DailyBackup({ store, backups, settings: () => settings().backups, clock, ids, emit }),
    retention: new DueRetention({ store, rules: () => settings().retention, clock, ids, emit }),
  };
}

/** What goes on without anybody asking. What can only be read is served from a copy, in which nothing is worth doing. */
function startWork(parts: CompositionParts, memory: Memory, server: ReturnType<typeof wire>) {
  const { directory, lifecycle, clock, readOnly } = parts;
  const { store, events, config, runner, embedding, backups, forge, forges, loans } = memory;
  const { purge, compaction, scheduler, incoming, projects } = server;
  const emit = events.emit.bind(events);
  const maintenance = new Maintenance({
    store,
    clock,
    ids,
    emit,
    graceFrom: () => lifecycle.graceFrom,
    staleAfter: () => config.read().config.sessions.staleMinutes * 60_000,
    sessionDays: () => config.read().config.sessions.retentionDays,
    historyDays: () => config.read().config.historyDays,
  });
  const settings = () => config.read().config;
  const conversations = ingestionWork(parts, memory, server);
  const due = dueByTheClock(memory, clock);
  const { extraction } = conversations;
  scheduleChores(scheduler, { maintenance, embedding, purge, ...due, compaction, extraction });
  const initialMode = () => config.read().config.projects.default;
  const threshold = () => settings().duplicates.threshold;
  const workers = [
    ...conversations.workers,
    new ReindexWorker(embedding),
    new BackupWorker(
      backupsInto(directory.backups, store, clock, {
        backups,
        keep: () => config.read().config.backups.keep,
      }),
    ),
    new RetentionWorker({ clock, ids, emit }),
    new ConsolidationWorker({ store, clock, forges }),
    new EnrichWorker({ store, forge, forges, redactor: incoming, clock, emit, loans }),
    new ExportWorker({ store, clock, initialMode }),
    new ImportWorker({ store, projects, incoming, forges, ids, clock, initialMode, emit, threshold }),
    new ImportNearWorker(),
    new UndoImportWorker({ clock, ids, emit, projects }),
    new DocumentWorker({ store, redactor: incoming, clock, ids, forges, settings, emit }),
  ];
  if (!readOnly) {
    void scheduler.runNow({ name: 'jobs of the last owner', run: () => runner.start(workers) });
    conversations.watch.start((hear) => events.subscribe(hear));
  }
  return conversations;
}

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Caller } from '../../src/protocol/caller.ts';
import { v7 } from 'uuid';
import { IncomingText } from '../../src/safety/incomingText.ts';
import { PrivateText } from '../../src/safety/privateTextCleaner.ts';
import { HiddenCharacters } from '../../src/safety/hiddenCharacterCleaner.ts';
import { SecretRedactor } from '../../src/safety/secretRedactor.ts';
import type { Actor } from '../../src/core/memory/history.ts';
import { type Forges, forgesOf } from '../../src/core/forge/forges.ts';
import { isLive, type Job } from '../../src/core/jobs/job.ts';
import type { Memory } from '../../src/core/memory/memory.ts';
import { LentValues } from '../../src/core/lentValues.ts';
import { TaskLoans } from '../../src/core/taskLoans.ts';
import type { Clock, Logger } from '../../src/core/ports.ts';
import { ApiKeys } from '../../src/embed/api/apiKeys.ts';
import { missingKey } from '../../src/embed/api/missingKey.ts';
import { createEmbedder } from '../../src/embed/createEmbedder.ts';
import type { Embedder } from '../../src/embed/embedder.ts';
import type { Forge } from '../../src/entities/forge.ts';
import { CaptureCommits } from '../../src/operations/capture/captureCommits.ts';
import { CaptureHistory } from '../../src/operations/capture/captureHistory.ts';
import type { FinishedCall } from '../../src/operations/dispatch/callGuard.ts';
import { LocalDispatcher } from '../../src/operations/dispatch/localDispatcher.ts';
import { Purge } from '../../src/operations/memories/purge.ts';
import { ingestWorker, silentOpenCode } from './silentOpenCode.ts';
import { createOperations } from '../../src/operations/registry.ts';
import type { ServerFacts } from '../../src/operations/ports.ts';
import type { MemoryEvent } from '../../src/protocol/events.ts';
import { type BackupResult, backupResultSchema } from '../../src/protocol/backupResult.ts';
import { backupOperation } from '../../src/protocol/operations/system/backup.ts';
import type { CallDefinition, InputOf, OutputOf } from '../../src/protocol/operation.ts';
import {
  configSchema,
  type ServerConfig,
  serverSettings,
} from '../../src/protocol/settings/serverSettings.ts';
import { withChanges } from '../../src/protocol/settings/setting.ts';
import { rememberOperation } from '../../src/protocol/operations/memories/remember.ts';
import { toolDefinitions } from '../../src/protocol/tools/registry.ts';
import { GitProjectResolver } from '../../src/projects/gitProjectResolver.ts';
import { BuiltInSpace } from '../../src/recall/embedding/builtInSpace.ts';
import { EmbeddingCoordinator } from '../../src/recall/embedding/embeddingCoordinator.ts';
import type { InstantEmbedder } from '../../src/recall/embedding/embeddingParts.ts';
import { BackupWorker, type BackupWorkerParts } from '../../src/server/jobs/backupWorker.ts';
import { ConsolidationWorker } from '../../src/server/jobs/consolidationWorker.ts';
import { RetentionWorker } from '../../src/server/jobs/retentionWorker.ts';
import { DocumentWorker } from '../../src/server/jobs/documentWorker.ts';
import { EnrichWorker } from '../../src/server/jobs/enrichWorker.ts';
import { JobRunner } from '../../src/server/jobs/jobRunner.ts';
import { RestoreDesk } from '../../src/server/restore/restoreDesk.ts';
import { RestoreFile } from '../../src/server/restore/restoreOrder.ts';
import { queueBuiltInFill, ReindexWorker } from '../../src/server/jobs/reindexWorker.ts';
import type { EmbeddedStore } from '../../src/store/ports/embeddedStore.ts';
import { openStore } from '../../src/store/sqlite/openStore.ts';
import { SqliteBackups } from '../../src/store/sqlite/sqliteBackups.ts';
import { PurgeFiles } from '../../src/store/sqlite/purgeFiles.ts';
import type { Store } from '../../src/store/ports/store.ts';
import type { SqliteStore } from '../../src/store/sqlite/sqliteStore.ts';
import { ScriptedEmbedder } from '../embedding/scriptedEmbedder.ts';
import { tempDirectory } from '../files/tempDirectory.ts';
import { layEmptyStore } from '../store/layEmptyStore.ts';
import { benchCompaction } from './benchCompaction.ts';
import { until } from '../processes/until.ts';
import { transferWorkers } from './transferWorkers.ts';

export const person: Actor = { kind: 'user', name: 'terminal' };
export const agent: Actor = { kind: 'agent', name: 'opencode' };

/** A remote address, so that the project has the aliases it has in life. */
export const projectUrl = 'https://gitlab.com/group/proj.git';
export const projectId = 'gitlab.com/group/proj';
export const day = 24 * 60 * 60_000;

const words = new ScriptedEmbedder('built-in', 'words');
const nothing = () => {};
const silent: Logger = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

const facts: ServerFacts = {
  pid: 4242,
  hostKind: 'serve',
  ghost: false,
  home: '/home/somebody/memory',
  port: 9999,
  epoch: 3,
  startedAt: 1_000,
  uptimeSeconds: 12,
  rssBytes: 100 * 1_048_576,
  eventClients: 2,
};

type Answer<D extends CallDefinition> = OutputOf<D> & { text: string };
/** What stands for the built-in model. */
type BuiltIn = Embedder & InstantEmbedder;

/** Every operation over a real database, called as HTTP and MCP call them. Its wall clock moves only by hand. */
export class OperationsBench {
  now = Date.UTC(2026, 10, 21, 12);
  /** See `Lifecycle.graceFrom`. */
  readonly grace: { graceFrom: number; readonly staleAfter: number };
  /** Who works in any folder, as git has it. */
  user: string | undefined;
  readonly events: MemoryEvent[] = [];
  readonly jobEvents: MemoryEvent[] = [];
  readonly runner: JobRunner;
  readonly calls: FinishedCall[] = [];
  readonly warnings: string[] = [];
  config: ServerConfig = configSchema.parse({});
  readonly lent = new LentValues();
  readonly loans = new TaskLoans();
  readonly keys = new ApiKeys({}, this.lent);
  /** As the settings make them: gitlab.com and github.com, unless a test says otherwise. */
  forges: Forges = forgesOf({}, 'gitlab.com');
  /** Nobody answers, unless a test says otherwise. */
  forge: Forge = { lookUp: async () => ({ kind: 'unreachable', sentence: 'Nobody answers.' }) };
  readonly incoming = new IncomingText([new HiddenCharacters(), new PrivateText(), new SecretRedactor()]);
  readonly embedding: EmbeddingCoordinator;
  readonly compaction = benchCompaction(this);
  readonly home: string;
  readonly store: SqliteStore;
  readonly purge: Purge;
  readonly dispatcher: LocalDispatcher;
  readonly projects: GitProjectResolver;
  readonly captureCommits: CaptureCommits;
  readonly #dispose: () => Promise<void>;

  private constructor(
    store: SqliteStore,
    dispatched: Store,
    embedder: BuiltIn,
    builtIn: BuiltInSpace,
    home: string,
    dispose: () => Promise<void>,
  ) {
    const staleAfter = () => this.config.sessions.staleMinutes * 60_000;
    this.grace = {
      graceFrom: 0,
      get staleAfter() {
        return staleAfter();
      },
    };
    this.store = store;
    this.home = home;
    this.#dispose = dispose;
    const clock = { now: () => this.now, monotonic: () => performance.now() };
    const logger: Logger = {
      trace() {},
      debug() {},
      info() {},
      warn: (message) => this.warnings.push(message),
      error: (message) => this.warnings.push(message),
    };
    this.runner = new JobRunner({ store, clock, logger, emit: (event) => this.jobEvents.push(event) });
    this.embedding = this.#makeEmbedding(embedder, builtIn, { clock, logger });
    this.captureCommits = new CaptureCommits(store, () => this.config, {
      emit: (event) => this.events.push(event),
    });
    const { incoming } = this;
    this.projects = new GitProjectResolver(store, logger, incoming, () => this.forges);
    this.purge = new Purge({
      store,
      files: new PurgeFiles(home),
      emit: (event) => this.events.push(event),
      now: () => this.now,
    });
    this.dispatcher = new LocalDispatcher({
      store: dispatched,
      operations: this.#makeOperations(),
      tools: toolDefinitions,
      loans: this.loans,
      projects: this.projects,
      forges: () => this.forges,
      clock,
      ids: { next: () => v7() },
      logger,
      incoming,
      initialMode: () => this.config.projects.default,
      emit: (event) => this.#emit(event),
      onFinished: (call) => this.calls.push(call),
    });
  }

  #makeEmbedding(
    embedder: BuiltIn,
    builtIn: BuiltInSpace,
    { clock, logger }: { clock: Clock; logger: Logger },
  ): EmbeddingCoordinator {
    const { store } = this;
    const embedderParts = {
      models: '/home/somebody/memory/models',
      builtIn: embedder,
      keys: this.keys,
      network: { env: {} },
    };
    return new EmbeddingCoordinator({
      store,
      clock,
      logger,
      builtIn,
      settings: () => this.config.embedder,
      createEmbedder: (settings) => createEmbedder(settings, embedderParts),
      missingKey: (settings) => missingKey(this.keys, settings),
      fillBuiltIn: () =>
        queueBuiltInFill(store, { ids: { next: () => v7() }, clock, emit: (event) => this.#emit(event) }),
      onChange: () => {},
    });
  }

  /** OpenCode has said nothing here. */
  readonly ingestion = silentOpenCode(() => this.config);

  /** The forge of the moment. */
  readonly #asked: Forge = { lookUp: (place, options) => this.forge.lookUp(place, options) };

  #makeOperations(): ReturnType<typeof createOperations> {
    const { store } = this;
    return createOperations({
      store,
      storeFacts: store,
      backups: new SqliteBackups(this.home),
      restore: new RestoreDesk({
        home: this.home,
        store,
        backups: new SqliteBackups(this.home),
        file: new RestoreFile(this.home),
        finishPurges: () => this.purge.resume(),
        // Nothing runs behind a port here.
        reopen: () => {},
        clock: { now: () => this.now, monotonic: () => performance.now() },
        ids: { next: () => v7() },
      }),
      serverFacts: { facts: () => facts },
      ingestion: this.ingestion,
      config: {
        path: '/home/somebody/memory/config.jsonc',
        read: () => ({ config: this.config, warnings: [] }),
        set: (changes) => {
          this.config = withChanges(serverSettings, this.config, changes);
          return { config: this.config, warnings: [] };
        },
      },
      users: { nameIn: async () => this.user },
      grace: this.grace,
      purge: this.purge,
      token: {
        rotate: ({ now }) => ({ previousUntil: now ? null : this.now + day }),
        endStreams: () => {},
      },
      captureCommits: this.captureCommits,
      captureHistory: new CaptureHistory(store, () => this.config, this.captureCommits.turns),
      embedding: this.embedding,
      keys: {
        lend: (origin, key) => this.keys.lend(origin, key),
        lendValue: (name, value, forMs) => this.lent.lend(name, value, forMs),
        missingFor: (settings) => missingKey(this.keys, settings),
      },
      enrichment: { store, forge: this.#asked },
      compaction: this.compaction,
      exports: path.join(this.home, 'exports'),
    });
  }

  /**
   * Without an embedder, one for which only texts with common words are near each other. `fill` may put a store there;
   * `dispatched` is what the dispatcher has for the store, e.g. one whose units collide.
   */
  static async open(
    embedder: BuiltIn = words,
    fill: (home: string) => Promise<void> = layEmptyStore,
    dispatched: (store: Store) => Store = (store) => store,
  ): Promise<OperationsBench> {
    const temp = await tempDirectory('operations');
    const builtIn = new BuiltInSpace(embedder, { clock: Date, logger: silent });
    const { vectorise } = builtIn;
    const home = await temp.makeDirectory('home');
    await fill(home);
    const store = await openStore({ home, vectorise });
    const bench = new OperationsBench(store, dispatched(store), embedder, builtIn, home, async () => {
      await store.close();
      await temp.dispose();
    });
    await bench.embedding.start();
    const clock = { now: () => bench.now, monotonic: () => performance.now() };
    const emit = (event: MemoryEvent): void => bench.#emit(event);
    const [ids, forges] = [{ next: () => v7() }, () => bench.forges];
    const [redactor, settings] = [bench.incoming, () => bench.config];
    await bench.runner.start([
      new ReindexWorker(bench.embedding),
      new BackupWorker(bench.#backups(store)),
      new ConsolidationWorker({ store, clock, forges }),
      new RetentionWorker({ clock, ids, emit }),
      new EnrichWorker({ store, forge: bench.#asked, forges, redactor, clock, emit, loans: bench.loans }),
      ...transferWorkers(bench, { store, clock, ids, forges, emit }),
      new DocumentWorker({ store, redactor, clock, ids, forges, settings, emit }),
      ingestWorker({ store, redactor, forges, clock, emit, bench }),
    ]);
    return bench;
  }

  async close(): Promise<void> {
    await this.runner.stop();
    await this.embedding.stop();
    await this.dispatcher.idle();
    await this.captureCommits.stop();
    await this.#dispose();
  }

  /** As a person in the project, unless told otherwise. The answer must be what the definition promises. */
  async call<D extends CallDefinition>(
    definition: D,
    input: InputOf<D>,
    caller: Partial<Caller> = {},
  ): Promise<Answer<D>> {
    const { result, text } = await this.dispatcher.dispatch(definition.name, input, {
      actor: person,
      project: projectUrl,
      ...caller,
    });
    return { ...(definition.output.parse(result) as OutputOf<D>), text };
  }

  /** What has become of a job that an answer names, once it has ended. */
  async ended({ job: id }: { readonly job: string }): Promise<Job> {
    return until(
      async () => {
        const job = await this.store.read((unit) => unit.jobs.get(id));
        return job && !isLive(job) && job;
      },
      { intervalMs: 5, what: `the end of job ${id}` },
    );
  }

  /** Makes a backup, and returns where it is. */
  async backup(): Promise<BackupResult> {
    const { result } = await this.ended(await this.call(backupOperation, {}));
    return backupResultSchema.parse(result);
  }

  #backups(store: EmbeddedStore): BackupWorkerParts {
    let backups = 0;
    const folder = path.join(this.home, 'backups');
    mkdirSync(folder, { recursive: true });
    return {
      newName: () => `memory-${new Date(this.now).getTime()}-${++backups}.db`,
      pathOf: (name) => path.join(folder, name),
      copy: (toPath, options) => store.backup(toPath, options),
      sizeOf: async () => undefined,
    };
  }

  /** Those of jobs come when they like; tests look at the others one by one. */
  #emit(event: MemoryEvent): void {
    (event.kind === 'jobs' ? this.jobEvents : this.events).push(event);
    this.runner.hear(event);
  }

  /** Remembers a text in one line and returns the memory. */
  async remember(
    content: string,
    rest: Partial<InputOf<typeof rememberOperation>> = {},
    caller: Partial<Caller> = {},
  ): Promise<Answer<typeof rememberOperation>> {
    return this.call(rememberOperation, { content, category: 'fact', ...rest }, caller);
  }

  /** Puts a memory into the store as it is, e.g. a candidate. */
  async insert(change: Partial<Memory>): Promise<Memory> {
    const { makeMemory } = await import('../memory/makeMemory.ts');
    const memory = makeMemory({
      id: v7(),
      project: projectId,
      createdAt: this.now,
      updatedAt: this.now,
      ...change,
    });
    await this.store.write((unit) => unit.memories.insert(memory));
    return memory;
  }

  async stored(id: string): Promise<Memory> {
    const memory = await this.store.read((unit) => unit.memories.get(id));
    if (!memory) throw new Error(`There is no memory ${id}.`);
    return memory;
  }
}

/** The refusal of a call, to look at its code and message. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ code: string; message: string; details?: unknown }> {
  try {
    await call;
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error('The call was not refused.');
}

import { MemoryBridgeError } from '../../../src/core/errors.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import type { Logger } from '../../../src/core/ports.ts';
import type { EmbedderState } from '../../../src/embed/embedderHandle.ts';
import type { EmbedderSettings } from '../../../src/protocol/embedderSettings.ts';
import type { EmbeddingStatus } from '../../../src/protocol/embeddingStatus.ts';
import { BuiltInSpace } from '../../../src/recall/embedding/builtInSpace.ts';
import type { Calibrate } from '../../../src/recall/embedding/calibrateModel.ts';
import { EmbeddingCoordinator } from '../../../src/recall/embedding/embeddingCoordinator.ts';
import { usualQueryLimits } from '../../../src/recall/embedding/queryGuard.ts';
import { JobRunner } from '../../../src/server/jobs/jobRunner.ts';
import { queueBuiltInFill, ReindexWorker } from '../../../src/server/jobs/reindexWorker.ts';
import { uuidGenerator } from '../../../src/server/uuidGenerator.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';
import { ScriptedEmbedder, ScriptedHandle } from '../../../dev/embedding/scriptedEmbedder.ts';
import { until } from '../../../dev/processes/until.ts';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';

export const settingsOf = (model: string, provider: EmbedderSettings['provider'] = 'openai') => ({
  provider,
  model,
});

/** A coordinator over a real store. Models are scripted; those that were not named are ready at once. */
export class EmbeddingBench implements AsyncDisposable {
  readonly files: StoreBench;
  readonly embedders = new Map<string, ScriptedEmbedder>();
  readonly handles: ScriptedHandle[] = [];
  readonly warnings: string[] = [];
  /** State in which the handle of a model begins. */
  readonly begins = new Map<string, EmbedderState>();
  settings: EmbedderSettings = { provider: 'built-in' };
  missingKey: string | undefined;
  builtIn = new ScriptedEmbedder('built-in', 'words-1', 8);
  changes = 0;
  /** The texts that it asks for are in nobody's way unless a test is about them. */
  calibrate: Calibrate = () => Promise.resolve({ unlike: 0, spread: 0.1, alike: 0.5 });
  now = 0;
  store!: SqliteStore;
  coordinator!: EmbeddingCoordinator;
  runner!: JobRunner;
  #home: string;

  private constructor(files: StoreBench) {
    this.files = files;
    this.#home = files.home;
  }

  static async create(): Promise<EmbeddingBench> {
    const bench = new EmbeddingBench(await StoreBench.create());
    await bench.open();
    return bench;
  }

  get logger(): Logger {
    const silent = () => {};
    const warn = (message: string) => void this.warnings.push(message);
    return { trace: silent, debug: silent, info: silent, warn, error: warn };
  }

  /** As an owner starts: with everything in memory forgotten. */
  async open(home = this.#home): Promise<void> {
    const { logger } = this;
    this.#home = home;
    const clock = { now: () => Date.now(), monotonic: () => performance.now() + this.now };
    const builtIn = new BuiltInSpace(this.builtIn, { clock, logger });
    this.store = await this.files.open({ home, vectorise: builtIn.vectorise });
    this.coordinator = new EmbeddingCoordinator({
      store: this.store,
      clock,
      logger,
      builtIn,
      settings: () => this.settings,
      createEmbedder: (settings) => this.#handle(settings),
      missingKey: () => this.missingKey,
      fillBuiltIn: () =>
        queueBuiltInFill(this.store, { ids: uuidGenerator, clock, emit: (event) => this.runner.hear(event) }),
      onChange: () => this.changes++,
      calibrate: (embedder, signal) => this.calibrate(embedder, signal),
      queryLimits: {
        ...usualQueryLimits,
        timeoutMs: 80,
        firstTimeoutMs: 80,
        slowRestMs: 10_000,
        failureRestMs: 30_000,
        longestRestMs: 300_000,
      },
      fillLimits: { batch: 8, gatherMs: 5, restMs: 20, longestRestMs: 50 },
    });
    this.runner = new JobRunner({
      store: this.store,
      clock,
      logger,
      emit: () => {},
    });
    await this.coordinator.start();
    await this.runner.start([new ReindexWorker(this.coordinator)]);
  }

  async close(): Promise<void> {
    await this.runner.stop();
    await this.coordinator.stop();
    await this.store.close();
  }

  async restart(): Promise<void> {
    await this.close();
    await this.open();
  }

  model(name: string): ScriptedEmbedder {
    let found = this.embedders.get(name);
    if (!found) this.embedders.set(name, (found = new ScriptedEmbedder('openai', name, 16)));
    return found;
  }

  handle(name: string): ScriptedHandle {
    const found = this.handles.findLast(({ wanted }) => wanted.model === name);
    if (!found) throw new Error(`Nobody has asked for ${name}.`);
    return found;
  }

  async choose(settings: EmbedderSettings): Promise<void> {
    this.settings = settings;
    await this.coordinator.reconfigure();
  }

  async remember(...texts: string[]): Promise<Memory[]> {
    const memories = texts.map((content) => sampleMemory({ content }));
    await this.store.write(async (unit) => {
      for (const memory of memories) await unit.memories.insert(memory);
    });
    this.coordinator.memoriesChanged();
    return memories;
  }

  async edit(memory: Memory, content: string): Promise<Memory> {
    const after = { ...memory, content, revision: memory.revision + 1 };
    await this.store.write((unit) => unit.memories.update(after));
    this.coordinator.memoriesChanged();
    return after;
  }

  status(): Promise<EmbeddingStatus> {
    return this.store.read((unit) => this.coordinator.status(unit));
  }

  /** Waits until the status is like this, and returns it. */
  async statusLike(wanted: Partial<EmbeddingStatus>): Promise<EmbeddingStatus> {
    let last: EmbeddingStatus | undefined;
    return until(
      async () => {
        last = await this.status();
        const given = last;
        const isLike = (Object.keys(wanted) as (keyof EmbeddingStatus)[]).every(
          (key) => JSON.stringify(given[key]) === JSON.stringify(wanted[key]),
        );
        return isLike ? given : undefined;
      },
      { intervalMs: 5, what: `a status like ${JSON.stringify(wanted)}` },
    ).catch((error: unknown) => {
      throw new Error(`The last status was ${JSON.stringify(last)}`, { cause: error });
    });
  }

  /** The nearest memory to a question, asked as recall asks. */
  async nearest(question: string): Promise<string | undefined> {
    const query = await this.coordinator.embedQuery(question);
    if (!query) return undefined;
    const { spaceId, vector } = query.second ?? query;
    const [hit] = await this.store.read((unit) => unit.vectors.search(spaceId, vector, {}, 1));
    return hit?.memory.content;
  }

  spaces() {
    return this.store.read((unit) => unit.vectors.spaces());
  }

  async modelNames(): Promise<string[]> {
    return (await this.spaces()).map(({ model }) => model);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.runner.stop();
    await this.coordinator.stop();
    await this.files[Symbol.asyncDispose]();
  }

  #handle(settings: EmbedderSettings): ScriptedHandle {
    const name = settings.model ?? '';
    const handle = new ScriptedHandle(settings, this.model(name), this.begins.get(name));
    this.handles.push(handle);
    return handle;
  }
}

export const outOfReach = () =>
  new MemoryBridgeError('unavailable', 'The server does not answer. Try again later.');

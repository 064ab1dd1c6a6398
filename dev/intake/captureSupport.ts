import { realpath } from 'node:fs/promises';
import { v7 } from 'uuid';
import { SecretRedactor } from '../../src/safety/secretRedactor.ts';
import type { Memory } from '../../src/core/memory/memory.ts';
import type { Logger, Redactor } from '../../src/core/ports.ts';
import { projectKeys } from '../../src/core/project/project.ts';
import { CaptureCommits, type CaptureOptions } from '../../src/operations/capture/captureCommits.ts';
import { CaptureHistory } from '../../src/operations/capture/captureHistory.ts';
import type { OperationContext } from '../../src/operations/operation.ts';
import type { MemoryEvent } from '../../src/protocol/events.ts';
import type { InputOf, OutputOf } from '../../src/protocol/operation.ts';
import { captureCommitsOperation } from '../../src/protocol/operations/capture/captureCommits.ts';
import type { captureHistoryOperation } from '../../src/protocol/operations/capture/captureHistory.ts';
import { GitProjectResolver } from '../../src/projects/gitProjectResolver.ts';
import { openStore } from '../../src/store/sqlite/openStore.ts';
import type { Store } from '../../src/store/ports/store.ts';
import type { UnitOfWork, Vectorise } from '../../src/store/ports/unitOfWork.ts';
import { layEmptyStore } from '../store/layEmptyStore.ts';

type Input = InputOf<typeof captureCommitsOperation>;
type HistoryAction = InputOf<typeof captureHistoryOperation>['action'];
export type CaptureAnswer = OutputOf<typeof captureCommitsOperation> & { text: string };

const silent: Logger = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/** The capture operation over a real database, as a dispatcher would call it. */
export class CaptureBench {
  readonly store: Store;
  readonly projects: GitProjectResolver;
  readonly events: MemoryEvent[] = [];
  readonly warnings: string[] = [];
  readonly config = { captureCommits: true, candidateExpiryDays: 30, projects: { default: 'on' as const } };
  now = Date.now();
  redactor: Redactor = new SecretRedactor();
  /** What the operation has put off until after the answer. */
  readonly deferred: ((unit: UnitOfWork) => Promise<void>)[] = [];
  /** Of the calls from now on. */
  calling = new AbortController();
  readonly #operation: CaptureCommits;
  readonly #history: CaptureHistory;
  readonly #logger: Logger = {
    ...silent,
    warn: (message, details) =>
      this.warnings.push(details === undefined ? message : `${message} ${JSON.stringify(details)}`),
  };

  private constructor(store: Store, options: CaptureOptions) {
    this.store = store;
    this.projects = new GitProjectResolver(store, this.#logger, this.redactor);
    this.#operation = new CaptureCommits(store, () => this.config, options);
    this.#history = new CaptureHistory(store, () => this.config, this.#operation.turns);
  }

  static async open(
    directory: string,
    options: CaptureOptions & { vectorise?: Vectorise } = {},
  ): Promise<CaptureBench> {
    const { vectorise } = options;
    await layEmptyStore(directory);
    return new CaptureBench(await openStore({ home: directory, ...(vectorise && { vectorise }) }), options);
  }

  async capture(root: string, input: Omit<Input, 'root'> = {}): Promise<CaptureAnswer> {
    const parsed = captureCommitsOperation.input.parse({ root, ...input });
    const context = this.#context();
    const output = await this.#operation.run(parsed, context);
    return {
      ...captureCommitsOperation.output.parse(output),
      text: this.#operation.render(output, parsed, context),
    };
  }

  /** What the history of a repository has on offer, taken or dismissed. */
  async history(root: string, action: HistoryAction): Promise<OutputOf<typeof captureHistoryOperation>> {
    return this.#history.run({ root, action }, this.#context());
  }

  /** Tells of commits as the editor does; only the sha is believed. */
  async tell(root: string, ...shas: string[]): Promise<CaptureAnswer> {
    return this.capture(root, {
      commits: shas.map((sha) => ({ sha, authorName: '', authorEmail: '', authoredAt: 0, message: '' })),
    });
  }

  /** All memories of the project that a folder belongs to, oldest first. */
  async memories(root: string): Promise<Memory[]> {
    const project = await this.projects.resolve(await realpath(root));
    const page = await this.store.read(({ memories }) =>
      memories.list({ projects: projectKeys(project), includeDeleted: true }, { limit: 10_000 }),
    );
    return page.memories.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  async change(memory: Memory, change: Partial<Memory>): Promise<void> {
    await this.store.write(({ memories }) =>
      memories.update({ ...memory, ...change, revision: memory.revision + 1 }),
    );
  }

  async close(): Promise<void> {
    await this.#operation.stop();
    await this.store.close();
  }

  #context(): OperationContext {
    return {
      actor: { kind: 'editor', name: 'vscode' },
      project: undefined,
      sessionId: undefined,
      from: undefined,
      now: this.now,
      signal: this.calling.signal,
      clock: { now: () => this.now, monotonic: () => performance.now() },
      ids: { next: () => v7() },
      logger: this.#logger,
      redactor: this.redactor,
      redacted: [],
      projects: this.projects,
      forges: [],
      lent: {},
      emit: (event) => this.events.push(event),
      defer: (work) => this.deferred.push(work),
      afterCommit: (work) => work(),
    };
  }
}

import type { MemoryClient } from '../../client/memoryClient.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import { listMemoriesOperation } from '../../protocol/operations/memories/listMemories.ts';
import type { ErrorPresenter } from '../shared/errors/errorPresenter.ts';
import type { Feature } from '../shared/feature.ts';
import type { FirstStep } from '../shared/firstStep.ts';
import type { ContextKeys } from '../shared/ids.ts';
import type { Listeners } from '../shared/platform/listeners.ts';
import type { ContextKeySetter } from '../shared/platform/contextKeys.ts';
import { DisposableStore } from '../shared/platform/disposableStore.ts';
import { workspaceFolderPaths } from '../shared/platform/workspaceFolders.ts';

/**
 * Ticks the steps of the walkthrough, by what is there and not by which command was begun. Never while a box is open
 * that the person types into: the walkthrough takes the focus when one of its steps is ticked.
 */
export class FirstSteps implements Feature {
  readonly name = 'first steps';
  readonly #client: MemoryClient;
  readonly #steps: Listeners<FirstStep>;
  readonly #keys: ContextKeySetter;
  readonly #errors: ErrorPresenter;
  readonly #home: string;
  readonly #done = new Set<FirstStep>();

  constructor({ client, steps, keys, errors, home }: FirstStepsParts) {
    this.#client = client;
    this.#steps = steps;
    this.#keys = keys;
    this.#errors = errors;
    this.#home = home;
  }

  register(): DisposableLike {
    return new DisposableStore(
      this.#client.onDidChangeState(({ kind }) => {
        if (kind === 'connected') void this.#look();
      }),
      this.#steps.add((step) => this.#tick(step)),
    );
  }

  #tick(step: FirstStep): void {
    if (this.#done.has(step)) return;
    this.#done.add(step);
    this.#keys.set(keyOf[step], true);
  }

  /** What was done before this window was opened, or elsewhere. */
  async #look(): Promise<void> {
    try {
      if (!this.#done.has('kept') && (await this.#hasMemories())) this.#tick('kept');
      if (!this.#done.has('connected') && (await this.#isConfigured())) this.#tick('connected');
    } catch (error) {
      this.#errors.log('The steps of the walkthrough could not be read.', error);
    }
  }

  async #hasMemories(): Promise<boolean> {
    const { result } = await this.#client.call(listMemoriesOperation, {
      all_projects: true,
      detail: 'row',
      limit: 1,
    });
    return result.total > 0;
  }

  async #isConfigured(): Promise<boolean> {
    const { readMemoryEntry } = await import('../../setup/openCode/readMemoryEntry.ts');
    const folder = workspaceFolderPaths()[0]?.path ?? this.#home;
    // A configuration that is broken is nothing to tell of here.
    const entry = await readMemoryEntry({ folder }).catch(() => undefined);
    return entry?.isOurs === true && entry.home === this.#home;
  }
}

const keyOf = {
  kept: 'memoryBridge:kept',
  recalled: 'memoryBridge:recalled',
  connected: 'memoryBridge:connected',
  captured: 'memoryBridge:captured',
} as const satisfies Record<FirstStep, keyof ContextKeys>;

export interface FirstStepsParts {
  readonly client: MemoryClient;
  /** What happens in this window. */
  readonly steps: Listeners<FirstStep>;
  readonly keys: ContextKeySetter;
  readonly errors: ErrorPresenter;
  readonly home: string;
}

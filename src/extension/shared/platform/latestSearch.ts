import type { QuickPick, QuickPickItem } from 'vscode';
import { Disposable } from '../../../core/disposable.ts';
import { limits } from '../../../protocol/limits.ts';
import { Debouncer } from './debounce.ts';

const typingPauseMs = 150;

/** Keeps the list of a quick pick in step with its text: the newest question wins, older answers are dropped. */
export class LatestSearch<T extends QuickPickItem> extends Disposable {
  readonly #pick: QuickPick<T>;
  readonly #find: (query: string, signal: AbortSignal) => Promise<readonly T[]>;
  #running: AbortController | undefined;
  onFailure: (error: unknown) => void = () => {};

  constructor(pick: QuickPick<T>, find: (query: string, signal: AbortSignal) => Promise<readonly T[]>) {
    super();
    this.#pick = pick;
    this.#find = find;
    const debouncer = this._register(new Debouncer(() => void this.now(), typingPauseMs));
    this._register(pick.onDidChangeValue(() => debouncer.call()));
    this._register({ dispose: () => this.#running?.abort() });
  }

  async now(): Promise<void> {
    this.#running?.abort();
    const { signal } = (this.#running = new AbortController());
    this.#pick.busy = true;
    try {
      const items = await this.#find(this.#pick.value.trim().slice(0, limits.query), signal);
      if (!signal.aborted) this.#pick.items = items;
    } catch (error) {
      if (!signal.aborted) this.onFailure(error);
    } finally {
      if (!signal.aborted) this.#pick.busy = false;
    }
  }
}

import type { DisposableLike } from '../../../core/disposable.ts';
import type { Live, LiveState } from './liveQuery.ts';

/** Two answers as one, which is there as soon as both are. Changes that come together are told once. */
export class CombinedLive<A, B, T> implements Live<T> {
  readonly #first: Live<A>;
  readonly #second: Live<B>;
  readonly #combine: (first: A, second: B) => T;

  constructor(first: Live<A>, second: Live<B>, combine: (first: A, second: B) => T) {
    this.#first = first;
    this.#second = second;
    this.#combine = combine;
  }

  get state(): LiveState<T> {
    const [first, second] = [this.#first.state, this.#second.state];
    return {
      value:
        first.value === undefined || second.value === undefined
          ? undefined
          : this.#combine(first.value, second.value),
      error: first.error ?? second.error,
      isLoading: first.isLoading || second.isLoading,
    };
  }

  async ready(): Promise<LiveState<T>> {
    await Promise.all([this.#first.ready(), this.#second.ready()]);
    return this.state;
  }

  onDidChange(listener: (state: LiveState<T>) => void): DisposableLike {
    const tell = () => {
      const { state } = this;
      if (!state.isLoading) listener(state);
    };
    const handles = [this.#first.onDidChange(tell), this.#second.onDidChange(tell)];
    return { dispose: () => handles.forEach((handle) => handle.dispose()) };
  }
}

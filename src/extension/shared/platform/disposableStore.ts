import { Disposable, type DisposableLike } from '../../../core/disposable.ts';

/** Handles of one feature, let go together. */
export class DisposableStore extends Disposable {
  constructor(...handles: readonly DisposableLike[]) {
    super();
    for (const handle of handles) this._register(handle);
  }

  add<T extends DisposableLike>(handle: T): T {
    return this._register(handle);
  }
}

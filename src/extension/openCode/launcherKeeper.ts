import { setTimeout as delay } from 'node:timers/promises';
import type { DisposableLike } from '../../core/disposable.ts';
import { version } from '../../core/product.ts';
import type { ErrorPresenter } from '../shared/errors/errorPresenter.ts';
import type { Feature } from '../shared/feature.ts';

/** After activation the editor still loads other extensions; copying two files can wait, ms. */
const pauseMs = 1000;

/** Keeps `<home>/bin/memory-bridge` at this version, so that agents work through updates of the extension. */
export class LauncherKeeper implements Feature {
  readonly name = 'launcher';
  readonly #errors: ErrorPresenter;
  readonly #home: string;
  readonly #dist: string;

  constructor(errors: ErrorPresenter, home: string, dist: string) {
    this.#errors = errors;
    this.#home = home;
    this.#dist = dist;
  }

  register(): DisposableLike {
    const stop = new AbortController();
    delay(pauseMs, undefined, { signal: stop.signal, ref: false })
      .then(() => this.refresh())
      .catch((error: unknown) => this.#errors.log('The launcher could not be refreshed.', error));
    return { dispose: () => stop.abort() };
  }

  async refresh(): Promise<void> {
    const { refreshLauncher } = await import('../../setup/launcher.ts');
    await refreshLauncher({
      home: this.#home,
      dist: this.#dist,
      version,
      runtime: process.execPath,
      isEditor: true,
    });
  }
}

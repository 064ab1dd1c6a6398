import { setTimeout as delay } from 'node:timers/promises';
import { commands } from 'vscode';
import type { DisposableLike } from '../../core/disposable.ts';
import type { Feature } from '../feature.ts';

const intervalMs = 30_000;
const answerMs = 10_000;

/**
 * Notices that the window of this extension host is gone although the host lives on, as editors do for hours after an
 * abrupt loss: a request to the window is then not answered. Memory goes on working, and Show Status names it.
 */
export class WindowPulse implements Feature {
  readonly name = 'window pulse';
  readonly #onChange: (isAlive: boolean) => void;
  #isAlive = true;
  #beats = 0;

  constructor(onChange: (isAlive: boolean) => void) {
    this.#onChange = onChange;
  }

  register(): DisposableLike {
    const timer = setInterval(() => void this.#beat(), intervalMs);
    timer.unref();
    return { dispose: () => clearInterval(timer) };
  }

  async #beat(): Promise<void> {
    const beat = Promise.resolve(commands.executeCommand('setContext', 'memoryBridge:pulse', ++this.#beats));
    const isAlive = await Promise.race([
      beat.then(
        () => true,
        () => true,
      ),
      delay(answerMs, false, { ref: false }),
    ]);
    this.#set(isAlive);
    // The answer comes after all when the window finds its host again.
    if (!isAlive) beat.then(() => this.#set(true)).catch(() => undefined);
  }

  #set(isAlive: boolean): void {
    if (isAlive === this.#isAlive) return;
    this.#isAlive = isAlive;
    this.#onChange(isAlive);
  }
}

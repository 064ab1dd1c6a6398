import { commands } from 'vscode';
import type { DisposableLike } from '../../core/disposable.ts';
import type { Feature } from '../shared/feature.ts';

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
    const timer = setInterval(() => this.#beat(), intervalMs);
    timer.unref();
    return { dispose: () => clearInterval(timer) };
  }

  #beat(): void {
    const late = setTimeout(() => this.#set(false), answerMs);
    late.unref();
    const answered = () => {
      clearTimeout(late);
      // Also when it comes late: the window has found its host again.
      this.#set(true);
    };
    commands.executeCommand('setContext', 'memoryBridge:pulse', ++this.#beats).then(answered, answered);
  }

  #set(isAlive: boolean): void {
    if (isAlive === this.#isAlive) return;
    this.#isAlive = isAlive;
    this.#onChange(isAlive);
  }
}

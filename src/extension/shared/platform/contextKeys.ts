import { commands } from 'vscode';
import type { ContextKeys } from '../ids.ts';

/** Sets context keys, and only when their value changes: each one costs a round trip to the window. */
export class ContextKeySetter {
  readonly #known = new Map<string, unknown>();

  set<K extends keyof ContextKeys>(key: K, value: ContextKeys[K]): void {
    if (this.#known.get(key) === value) return;
    this.#known.set(key, value);
    void commands.executeCommand('setContext', key, value);
  }
}

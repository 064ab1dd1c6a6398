import { type SecretStorage, l10n, window } from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import { lendKeyOperation } from '../../protocol/operations/embedding/lendKey.ts';
import type { ErrorPresenter } from './errors/errorPresenter.ts';
import type { Feature } from './feature.ts';
import { DisposableStore } from './platform/disposableStore.ts';

/** What is kept, and how a person is asked for it. */
export interface KeyringWords {
  /** As in "keys of embedding services". */
  readonly name: string;
  /** In secret storage, before the origin. */
  readonly prefix: string;
  title(host: string): string;
  /** What to do about an empty answer. */
  readonly missing: string;
}

/** Keys and tokens of services, kept by the editor and lent to whichever server is connected, each for its own origin. */
export class Keyring implements Feature {
  readonly name: string;
  readonly #words: KeyringWords;
  readonly #secrets: SecretStorage;
  readonly #client: MemoryClient;
  readonly #errors: ErrorPresenter;

  constructor(secrets: SecretStorage, client: MemoryClient, errors: ErrorPresenter, words: KeyringWords) {
    this.name = words.name;
    this.#words = words;
    this.#secrets = secrets;
    this.#client = client;
    this.#errors = errors;
  }

  register(): DisposableLike {
    return new DisposableStore(
      // A server after a takeover knows nothing of them.
      this.#client.onDidChangeState(({ kind }) => {
        if (kind === 'connected') void this.#lendAll();
      }),
      this.#secrets.onDidChange(({ key }) => {
        const origin = this.#originOf(key);
        if (origin !== undefined) void this.#lend(origin);
      }),
    );
  }

  async has(origin: string): Promise<boolean> {
    return (await this.#secrets.get(this.#words.prefix + origin)) !== undefined;
  }

  /** Asks for a key and lends it. False when the person went away; an empty one is none, where that is allowed. */
  async ask(origin: string, { isOptional = false } = {}): Promise<boolean> {
    const { host } = new URL(origin);
    const key = await window.showInputBox({
      title: this.#words.title(host),
      prompt: isOptional
        ? l10n.t('Stored in the editor’s secret storage. Leave empty if this server needs no key.')
        : l10n.t('Stored in the editor’s secret storage and sent only to {0}.', host),
      password: true,
      ignoreFocusOut: true,
      validateInput: (text) => (isOptional || text.trim() !== '' ? undefined : this.#words.missing),
    });
    if (key === undefined) return false;
    if (key.trim() !== '') await this.#secrets.store(this.#words.prefix + origin, key.trim());
    await this.#lend(origin);
    return true;
  }

  async #lendAll(): Promise<void> {
    try {
      for (const key of await this.#secrets.keys()) {
        const origin = this.#originOf(key);
        if (origin !== undefined) await this.#lend(origin);
      }
    } catch (error) {
      this.#errors.log(`The ${this.name} could not be read.`, error);
    }
  }

  /** Forgets what is kept for an origin. */
  async forget(origin: string): Promise<void> {
    await this.#secrets.delete(this.#words.prefix + origin);
    await this.#lend(origin);
  }

  #originOf(key: string): string | undefined {
    const { prefix } = this.#words;
    return key.startsWith(prefix) ? key.slice(prefix.length) : undefined;
  }

  async #lend(origin: string): Promise<void> {
    try {
      const key = (await this.#secrets.get(this.#words.prefix + origin)) ?? null;
      await this.#client.call(lendKeyOperation, { origin, key });
    } catch (error) {
      this.#errors.log('A key could not be lent to the memory server.', error);
    }
  }
}

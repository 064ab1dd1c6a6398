import { type SecretStorage, l10n, window } from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import { lendKeyOperation } from '../../protocol/operations/embedding/lendKey.ts';
import type { ErrorPresenter } from '../shared/errors/errorPresenter.ts';
import type { Feature } from '../shared/feature.ts';
import { DisposableStore } from '../shared/platform/disposableStore.ts';

const prefix = 'embedding-key ';

/** Keys of embedding services, kept by the editor and lent to whichever server is connected, each for its own origin. */
export class Keyring implements Feature {
  readonly name = 'keys of embedding services';
  readonly #secrets: SecretStorage;
  readonly #client: MemoryClient;
  readonly #errors: ErrorPresenter;

  constructor(secrets: SecretStorage, client: MemoryClient, errors: ErrorPresenter) {
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
        if (key.startsWith(prefix)) void this.#lend(key.slice(prefix.length));
      }),
    );
  }

  async has(origin: string): Promise<boolean> {
    return (await this.#secrets.get(prefix + origin)) !== undefined;
  }

  /** Asks for a key and lends it. False when the person went away; an empty one is none, where that is allowed. */
  async ask(origin: string, { isOptional = false } = {}): Promise<boolean> {
    const { host } = new URL(origin);
    const key = await window.showInputBox({
      title: l10n.t('Key for {0}', host),
      prompt: isOptional
        ? l10n.t('Stored in the editor’s secret storage. Leave empty if this server needs no key.')
        : l10n.t('Stored in the editor’s secret storage and sent only to {0}.', host),
      password: true,
      ignoreFocusOut: true,
      validateInput: (text) => (isOptional || text.trim() !== '' ? undefined : l10n.t('Enter the key.')),
    });
    if (key === undefined) return false;
    if (key.trim() !== '') await this.#secrets.store(prefix + origin, key.trim());
    await this.#lend(origin);
    return true;
  }

  async #lendAll(): Promise<void> {
    try {
      for (const key of await this.#secrets.keys())
        if (key.startsWith(prefix)) await this.#lend(key.slice(prefix.length));
    } catch (error) {
      this.#errors.log('The keys of embedding services could not be read.', error);
    }
  }

  async #lend(origin: string): Promise<void> {
    try {
      const key = (await this.#secrets.get(prefix + origin)) ?? null;
      await this.#client.call(lendKeyOperation, { origin, key });
    } catch (error) {
      this.#errors.log('A key could not be lent to the memory server.', error);
    }
  }
}

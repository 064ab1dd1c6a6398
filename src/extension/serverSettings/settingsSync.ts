import { workspace } from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import type { InputOf } from '../../protocol/operation.ts';
import { configureOperation } from '../../protocol/operations/system/configure.ts';
import { putValue } from '../../protocol/settings/setting.ts';
import type { ErrorPresenter } from '../shared/errors/errorPresenter.ts';
import type { Feature } from '../shared/feature.ts';
import { DisposableStore } from '../shared/platform/disposableStore.ts';
import { settingsReader } from '../shared/settings.ts';
import { settings, writtenThrough } from './serverSettingsIds.ts';

const { read, readChosen } = settingsReader(settings);
type ServerSettings = NonNullable<InputOf<typeof configureOperation>['set']>;
type NamedValue = readonly [name: string, value: unknown];

const synced = Object.entries(writtenThrough) as [keyof typeof settings, string][];

/**
 * Carries the settings that the server acts on to its configuration file. Only what a person has chosen here: a
 * default must not overrule what was set from the command line.
 */
export class SettingsSync implements Feature {
  readonly name = 'settings';
  readonly #client: MemoryClient;
  readonly #errors: ErrorPresenter;
  #isSent = false;

  constructor(client: MemoryClient, errors: ErrorPresenter) {
    this.#client = client;
    this.#errors = errors;
  }

  register(): DisposableLike {
    return new DisposableStore(
      workspace.onDidChangeConfiguration((event) => {
        // Somebody has just changed it, perhaps back to the default: what holds now is meant.
        const changed = synced.filter(([id]) => event.affectsConfiguration(id));
        if (changed.length > 0) void this.#send(changed.map(([id, name]): NamedValue => [name, read(id)]));
      }),
      this.#client.onDidChangeState((state) => {
        if (state.kind !== 'connected' || this.#isSent) return;
        this.#isSent = true;
        void this.#send(synced.map(([id, name]): NamedValue => [name, readChosen(id)]));
      }),
    );
  }

  async #send(values: readonly NamedValue[]): Promise<void> {
    const set: ServerSettings = {};
    for (const [name, value] of values) if (value !== undefined) putValue(set, name.split('.'), value);
    if (Object.keys(set).length === 0) return;
    try {
      await this.#client.call(configureOperation, { set });
    } catch (error) {
      this.#errors.log('The settings could not be written to the memory server.', error);
    }
  }
}

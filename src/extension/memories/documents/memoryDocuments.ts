import { l10n, type Uri } from 'vscode';
import type { MemoryClient } from '../../../client/memoryClient.ts';
import { MemoryBridgeError } from '../../../core/errors.ts';
import type { DisposableLike } from '../../../core/disposable.ts';
import { getHistoryOperation } from '../../../protocol/operations/memories/getHistory.ts';
import type { CommandRegistry } from '../../shared/commandRegistry.ts';
import type { Feature } from '../../shared/feature.ts';
import type { MemoryActions } from '../../shared/memory/memoryActions.ts';
import type { MemoryArgument } from '../../shared/memory/memoryArgument.ts';
import type { MemoryPicker } from '../../shared/memory/memoryPicker.ts';
import { isMemoryUri, memoryIdOf, readUri } from '../../shared/memory/memoryUri.ts';
import { DisposableStore } from '../../shared/platform/disposableStore.ts';
import type { ReadPage, ReadPages } from '../../shared/readPages.ts';
import { memoryMarkdown } from './memoryMarkdown.ts';

export interface MemoryDocumentsParts {
  readonly client: MemoryClient;
  readonly commands: CommandRegistry;
  readonly pages: ReadPages;
  readonly actions: MemoryActions;
  readonly picker: MemoryPicker;
}

/** `memory:` documents: a memory with its history, for reading. They follow every change. */
export class MemoryDocuments implements Feature, ReadPage {
  readonly name = 'memory documents';
  readonly #parts: MemoryDocumentsParts;

  constructor(parts: MemoryDocumentsParts) {
    this.#parts = parts;
  }

  register(): DisposableLike {
    const { client, commands, pages } = this.#parts;
    return new DisposableStore(
      pages.add(this),
      client.onEvent((event) => {
        if (event.kind === 'hello') pages.refresh((uri) => this.owns(uri));
        if (event.kind === 'memories')
          pages.refresh((uri) => this.owns(uri) && event.ids.includes(memoryIdOf(uri)));
      }),
      commands.register({ 'memoryBridge.openMemory': (target) => this.#open(target) }),
    );
  }

  owns(uri: Uri): boolean {
    return isMemoryUri(uri);
  }

  async textOf(uri: Uri): Promise<string> {
    try {
      const input = { memory_id: memoryIdOf(uri) };
      const { result } = await this.#parts.client.call(getHistoryOperation, input);
      return memoryMarkdown(result);
    } catch (error) {
      if (!MemoryBridgeError.is(error)) throw error;
      // The document stays open while the server is away or after a purge, so the reason stands in it.
      return `${l10n.t('This memory cannot be shown.')}\n\n${error.message}\n`;
    }
  }

  async #open(target: MemoryArgument): Promise<void> {
    const { picker, actions, pages } = this.#parts;
    const id = await picker.idOrAsk(target, {
      placeholder: l10n.t('Which memory do you want to open?'),
      status: ['active', 'resolved'],
    });
    if (id === undefined) return;
    await pages.show(readUri(await actions.get(id)));
  }
}

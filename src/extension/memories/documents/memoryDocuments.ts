import { EventEmitter, l10n, type TextDocumentContentProvider, type Uri, window, workspace } from 'vscode';
import type { MemoryClient } from '../../../client/memoryClient.ts';
import { MemoryBridgeError } from '../../../core/errors.ts';
import type { DisposableLike } from '../../../core/disposable.ts';
import { memoryHistoryOperation } from '../../../protocol/operations/memories/memoryHistory.ts';
import type { CommandRegistry } from '../../shared/commandRegistry.ts';
import type { MemoryActions } from '../../shared/memory/memoryActions.ts';
import type { MemoryPicker } from '../../shared/memory/memoryPicker.ts';
import type { Feature } from '../../shared/feature.ts';
import { type MemoryArgument, schemes } from '../../shared/ids.ts';
import { DisposableStore } from '../../shared/platform/disposableStore.ts';
import type { StatusReport } from '../../status/statusReport.ts';
import { memoryMarkdown } from './memoryMarkdown.ts';
import { memoryIdOf, readUri, statusUri } from '../../shared/memory/memoryUri.ts';

/** `memory:` documents: a memory with its history, or the status, for reading. They follow every change. */
export class MemoryDocuments implements Feature, TextDocumentContentProvider {
  readonly name = 'memory documents';
  readonly #client: MemoryClient;
  readonly #registry: CommandRegistry;
  readonly #actions: MemoryActions;
  readonly #picker: MemoryPicker;
  readonly #status: StatusReport;
  readonly #changed = new EventEmitter<Uri>();
  readonly onDidChange = this.#changed.event;

  constructor(
    client: MemoryClient,
    registry: CommandRegistry,
    actions: MemoryActions,
    picker: MemoryPicker,
    status: StatusReport,
  ) {
    this.#client = client;
    this.#registry = registry;
    this.#actions = actions;
    this.#picker = picker;
    this.#status = status;
  }

  register(): DisposableLike {
    return new DisposableStore(
      this.#changed,
      workspace.registerTextDocumentContentProvider(schemes.read, this),
      this.#client.onEvent((event) => {
        if (event.kind === 'hello') this.#refresh(() => true);
        if (event.kind === 'memories') this.#refresh((id) => event.ids.includes(id));
        if (event.kind === 'embedding') this.#refresh((id) => id === statusUri.query);
      }),
      this.#client.onDidChangeState(() => this.#refresh((id) => id === statusUri.query)),
      this.#registry.register({
        'memoryBridge.openMemory': (target) => this.#open(target),
        'memoryBridge.showStatus': () => this.#showStatus(),
      }),
    );
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    if (uri.query === statusUri.query) return this.#status.markdown();
    try {
      const { result } = await this.#client.call(memoryHistoryOperation, { memory_id: memoryIdOf(uri) });
      return memoryMarkdown(result);
    } catch (error) {
      if (!MemoryBridgeError.is(error)) throw error;
      // The document stays open while the server is away or after a purge, so the reason stands in it.
      return `${l10n.t('This memory cannot be shown.')}\n\n${error.message}\n`;
    }
  }

  async #open(target: MemoryArgument): Promise<void> {
    const id = await this.#picker.idOrAsk(target, {
      placeholder: l10n.t('Which memory do you want to open?'),
      status: ['active', 'resolved'],
    });
    if (id === undefined) return;
    await show(readUri(await this.#actions.get(id)));
  }

  async #showStatus(): Promise<void> {
    this.#changed.fire(statusUri);
    await show(statusUri);
  }

  #refresh(concerns: (id: string) => boolean): void {
    for (const { uri } of workspace.textDocuments)
      if (uri.scheme === schemes.read && concerns(memoryIdOf(uri))) this.#changed.fire(uri);
  }
}

async function show(uri: Uri): Promise<void> {
  const document = await workspace.openTextDocument(uri);
  await window.showTextDocument(document, { preview: true });
}

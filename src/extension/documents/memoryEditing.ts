import {
  type Disposable as EditorDisposable,
  EventEmitter,
  type FileChangeEvent,
  FileChangeType,
  FilePermission,
  type FileStat,
  type FileSystemProvider,
  FileSystemError,
  FileType,
  l10n,
  type Uri,
  window,
  workspace,
} from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import type { MemoryView } from '../../protocol/memoryView.ts';
import type { CommandRegistry } from '../commands/commandRegistry.ts';
import type { MemoryActions } from '../commands/memoryActions.ts';
import type { MemoryPicker } from '../commands/memoryPicker.ts';
import type { Feature } from '../feature.ts';
import { type MemoryArgument, schemes } from '../ids.ts';
import { DisposableStore } from '../platform/disposableStore.ts';
import {
  type EditableMemory,
  type EditProblem,
  formatEditable,
  isProblem,
  parseEditable,
} from './editFormat.ts';
import { editUri, memoryIdOf } from './memoryUri.ts';

/** `memory-edit:` documents: a memory as a small text file. Saving it changes the memory. */
export class MemoryEditing implements Feature, FileSystemProvider {
  readonly name = 'memory editing';
  readonly #client: MemoryClient;
  readonly #registry: CommandRegistry;
  readonly #actions: MemoryActions;
  readonly #picker: MemoryPicker;
  /** What the open documents were made from, by id: a save names the revision that the person saw. */
  readonly #opened = new Map<string, MemoryView>();
  readonly #changed = new EventEmitter<FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;

  constructor(client: MemoryClient, registry: CommandRegistry, actions: MemoryActions, picker: MemoryPicker) {
    this.#client = client;
    this.#registry = registry;
    this.#actions = actions;
    this.#picker = picker;
  }

  register(): DisposableLike {
    return new DisposableStore(
      this.#changed,
      workspace.registerFileSystemProvider(schemes.edit, this, { isCaseSensitive: true }),
      workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === schemes.edit) this.#opened.delete(memoryIdOf(uri));
      }),
      this.#client.onEvent((event) => {
        if (event.kind === 'memories') this.#announce(event.ids);
      }),
      this.#registry.register({
        'memoryBridge.edit': (target) => this.#edit(target),
        'memoryBridge.editAndAccept': (target) => this.#edit(target),
      }),
    );
  }

  async readFile(uri: Uri): Promise<Uint8Array> {
    return new TextEncoder().encode(formatEditable(await this.#load(uri)));
  }

  async writeFile(uri: Uri, content: Uint8Array): Promise<void> {
    const edited = parseEditable(new TextDecoder().decode(content));
    if (isProblem(edited)) throw FileSystemError.NoPermissions(problemText(edited));
    const before = this.#opened.get(memoryIdOf(uri)) ?? (await this.#load(uri));
    const saved = await this.#save(before, edited).catch((error: unknown) => {
      throw FileSystemError.Unavailable(error instanceof Error ? error.message : String(error));
    });
    this.#opened.set(saved.id, saved);
    this.#changed.fire([{ type: FileChangeType.Changed, uri }]);
  }

  async stat(uri: Uri): Promise<FileStat> {
    const memory = await this.#load(uri);
    return {
      type: FileType.File,
      ctime: memory.createdAt,
      mtime: memory.updatedAt,
      size: Buffer.byteLength(formatEditable(memory)),
      ...(workspace.isTrusted ? {} : { permissions: FilePermission.Readonly }),
    };
  }

  watch(): EditorDisposable {
    return { dispose: () => undefined };
  }

  readDirectory(): [string, FileType][] {
    return [];
  }

  createDirectory(uri: Uri): void {
    throw FileSystemError.NoPermissions(uri);
  }

  delete(uri: Uri): void {
    throw FileSystemError.NoPermissions(uri);
  }

  rename(uri: Uri): void {
    throw FileSystemError.NoPermissions(uri);
  }

  async #edit(target: MemoryArgument): Promise<void> {
    const id = await this.#picker.idOrAsk(target, {
      placeholder: l10n.t('Which memory should be edited?'),
      status: ['active', 'resolved'],
    });
    if (id === undefined) return;
    const document = await workspace.openTextDocument(editUri(await this.#actions.get(id)));
    await window.showTextDocument(document, { preview: false });
  }

  async #load(uri: Uri): Promise<MemoryView> {
    try {
      const memory = await this.#actions.get(memoryIdOf(uri));
      // The editor asks for the state right before a save, and stops there itself when it is newer than its text.
      this.#opened.set(memory.id, memory);
      return memory;
    } catch (error) {
      if (MemoryBridgeError.is(error, 'not_found')) throw FileSystemError.FileNotFound(uri);
      throw FileSystemError.Unavailable(error instanceof Error ? error.message : String(error));
    }
  }

  async #save(before: MemoryView, edited: EditableMemory): Promise<MemoryView> {
    const changes = { ...edited, tags: [...edited.tags] };
    if (before.status !== 'candidate')
      return (await this.#actions.update(before.id, 'edit', { ...changes, revision: before.revision }))
        .memory;
    const { why, content, title, category } = changes;
    const { memories } = await this.#actions.review({
      action: 'accept',
      ids: [before.id],
      content,
      title,
      category,
      ...(why === null ? {} : { why }),
    });
    return memories[0] ?? (await this.#actions.get(before.id));
  }

  /** Others have changed memories that are open here: the editor reads those again that have no unsaved edits. */
  #announce(ids: readonly string[]): void {
    const open = workspace.textDocuments.filter(
      ({ uri }) => uri.scheme === schemes.edit && ids.includes(memoryIdOf(uri)),
    );
    if (open.length > 0) this.#changed.fire(open.map(({ uri }) => ({ type: FileChangeType.Changed, uri })));
  }
}

function problemText(problem: EditProblem): string {
  switch (problem.kind) {
    case 'noSeparator':
      return l10n.t('The line --- between the fields and the text is missing.');
    case 'unknownField':
      return l10n.t('"{0}" is not a field. There are title, category, tags and why.', problem.name);
    case 'noTitle':
      return l10n.t('The title is empty.');
    case 'noContent':
      return l10n.t('The text below the line --- is empty.');
    case 'unknownCategory':
      return l10n.t('"{0}" is not a category.', problem.name);
  }
}

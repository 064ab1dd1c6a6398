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
  Position,
  Range,
  type TextDocument,
  type Uri,
  window,
  workspace,
  WorkspaceEdit,
} from 'vscode';
import type { MemoryClient } from '../../../client/memoryClient.ts';
import { MemoryBridgeError } from '../../../core/errors.ts';
import type { DisposableLike } from '../../../core/disposable.ts';
import type { MemoryRecord } from '../../../protocol/memoryRecord.ts';
import type { CommandRegistry } from '../../shared/commandRegistry.ts';
import { adviceFor } from '../../shared/errors/errorAdvice.ts';
import type { ErrorPresenter } from '../../shared/errors/errorPresenter.ts';
import type { MemoryActions } from '../../shared/memory/memoryActions.ts';
import type { MemoryPicker } from '../../shared/memory/memoryPicker.ts';
import type { Feature } from '../../shared/feature.ts';
import type { MemoryArgument } from '../../shared/memory/memoryArgument.ts';
import { schemes } from '../../shared/memory/memorySchemes.ts';
import { DisposableStore } from '../../shared/platform/disposableStore.ts';
import {
  type EditableMemory,
  formatEditable,
  isProblem,
  parseEditable,
} from '../../../protocol/editFormat.ts';
import { EditAssistant, problemText } from './editAssistant.ts';
import { editUri, memoryIdOf } from '../../shared/memory/memoryUri.ts';
import { restoreForSave } from './restoreForSave.ts';

/** A text that is in no memory although it was saved: `unsent` is in order, and goes out when the server is back. */
type Refused = 'wrong' | 'unsent';

/** `memory-edit:` documents: a memory as a small text file. Saving it changes the memory. */
export class MemoryEditing implements Feature, FileSystemProvider {
  readonly name = 'memory editing';
  readonly #client: MemoryClient;
  readonly #registry: CommandRegistry;
  readonly #actions: MemoryActions;
  readonly #picker: MemoryPicker;
  readonly #errors: ErrorPresenter;
  /** What the open documents were made from, by id: a save names the revision that the person saw. */
  readonly #opened = new Map<string, MemoryRecord>();
  /** By document. */
  readonly #refused = new Map<string, Refused>();
  readonly #changed = new EventEmitter<FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;

  constructor(
    client: MemoryClient,
    registry: CommandRegistry,
    actions: MemoryActions,
    picker: MemoryPicker,
    errors: ErrorPresenter,
  ) {
    this.#errors = errors;
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
        if (uri.scheme !== schemes.edit) return;
        this.#opened.delete(memoryIdOf(uri));
        this.#refused.delete(uri.toString());
      }),
      this.#client.onEvent((event) => {
        if (event.kind === 'memories') this.#announce(event.ids);
      }),
      new EditAssistant(),
      workspace.onDidSaveTextDocument((document) => void this.#keepDirty(document)),
      this.#client.onDidChangeState(({ kind }) => {
        if (kind === 'connected') void this.#sendAgain();
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

  /**
   * Never throws: what the editor would say about a failed save is about files. The text stays as it is, not saved, with
   * a message of our own.
   */
  async writeFile(uri: Uri, content: Uint8Array): Promise<void> {
    const edited = parseEditable(new TextDecoder().decode(content));
    if (isProblem(edited)) return this.#refuse(uri, problemText(edited), edited.line);
    try {
      const before = this.#opened.get(memoryIdOf(uri)) ?? (await this.#actions.get(memoryIdOf(uri)));
      const saved = await this.#save(before, edited);
      this.#refused.delete(uri.toString());
      this.#opened.set(saved.id, saved);
      this.#changed.fire([{ type: FileChangeType.Changed, uri }]);
    } catch (error) {
      this.#refuse(uri, this.#reasonOf(error), undefined, error);
    }
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
      placeholder: l10n.t('Which memory do you want to edit?'),
      status: ['active', 'resolved'],
    });
    if (id === undefined) return;
    const document = await workspace.openTextDocument(editUri(await this.#actions.get(id)));
    await window.showTextDocument(document, { preview: false });
  }

  #refuse(uri: Uri, reason: string, line?: number, error?: unknown): void {
    const isUnsent = error !== undefined && this.#client.state.kind !== 'connected';
    this.#refused.set(uri.toString(), isUnsent ? 'unsent' : 'wrong');
    void this.#tell(uri, reason, line, error);
  }

  #reasonOf(error: unknown): string {
    const advice = adviceFor(error);
    const reason =
      advice.kind === 'known' ? advice.message : l10n.t('Something went wrong. The log has details.');
    return this.#client.state.kind === 'connected'
      ? reason
      : l10n.t('{0} Your text is kept and will be saved when memory is back.', reason);
  }

  async #tell(uri: Uri, reason: string, line: number | undefined, error: unknown): Promise<void> {
    const name = uri.path.slice(1).replace(/\.md$/, '');
    const message = l10n.t('“{0}” is not saved. {1}', name, reason);
    if (line === undefined) return this.#errors.presentAs(message, error);
    const show = l10n.t('Show Line');
    if ((await window.showErrorMessage(message, show)) !== show) return;
    const at = new Position(line, 0);
    await window.showTextDocument(uri, { preview: false, selection: new Range(at, at) });
  }

  /** For the editor it is saved; a text that the memory does not have is shown as what it is: not saved. */
  async #keepDirty(document: TextDocument): Promise<void> {
    if (!this.#refused.has(document.uri.toString())) return;
    const edit = new WorkspaceEdit();
    const last = document.lineCount - 1;
    const isEmpty = (line: number) => line > 0 && document.lineAt(line).text === '';
    // Only a text that differs counts as not saved, and an empty line at the end is none of the memory.
    if (isEmpty(last) && isEmpty(last - 1))
      edit.delete(
        document.uri,
        new Range(document.lineAt(last - 1).range.end, document.lineAt(last).range.end),
      );
    else edit.insert(document.uri, document.lineAt(last).range.end, '\n');
    await workspace.applyEdit(edit);
  }

  /** What could not be sent while the server was away. */
  async #sendAgain(): Promise<void> {
    for (const document of workspace.textDocuments) {
      const isUnsent = this.#refused.get(document.uri.toString()) === 'unsent';
      if (isUnsent && document.isDirty) await document.save();
    }
  }

  async #load(uri: Uri): Promise<MemoryRecord> {
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

  async #save(opened: MemoryRecord, edited: EditableMemory): Promise<MemoryRecord> {
    const before = await restoreForSave(opened, this.#actions);
    const changes = { ...edited, tags: [...edited.tags] };
    if (before.status !== 'candidate')
      return (await this.#actions.update(before.id, 'edit', { ...changes, revision: before.revision }))
        .memory;
    const { why, content, title, category } = changes;
    const { memories } = await this.#actions.accept({
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

import { EventEmitter, type TextDocumentContentProvider, type Uri, window, workspace } from 'vscode';
import { Disposable, type DisposableLike } from '../../core/disposable.ts';
import { schemes } from './memory/memorySchemes.ts';

/** Documents of one kind: memories, or the status. */
export interface ReadPage {
  owns(uri: Uri): boolean;
  textOf(uri: Uri): Promise<string>;
}

/** Documents of the scheme `memory:`, for reading. The editor lets one provider have a scheme, and features share it. */
export class ReadPages extends Disposable implements TextDocumentContentProvider {
  readonly #pages = new Set<ReadPage>();
  readonly #changed = this._register(new EventEmitter<Uri>());
  readonly onDidChange = this.#changed.event;

  constructor() {
    super();
    this._register(workspace.registerTextDocumentContentProvider(schemes.read, this));
  }

  add(page: ReadPage): DisposableLike {
    this.#pages.add(page);
    return { dispose: () => this.#pages.delete(page) };
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const page = [...this.#pages].find((each) => each.owns(uri));
    return page ? page.textOf(uri) : '';
  }

  /** Has those that are open read again. */
  refresh(concerns: (uri: Uri) => boolean): void {
    for (const { uri } of workspace.textDocuments)
      if (uri.scheme === schemes.read && concerns(uri)) this.#changed.fire(uri);
  }

  /** Opens a page, read anew when it was open before. */
  async show(uri: Uri): Promise<void> {
    const document = await workspace.openTextDocument(uri);
    await window.showTextDocument(document, { preview: true });
  }
}

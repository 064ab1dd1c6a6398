import { commands, EventEmitter, l10n, TabInputTextDiff, Uri, window, workspace } from 'vscode';
import { Disposable } from '../../core/disposable.ts';
import path from 'node:path';

const scheme = 'memory-setup';

/** Shows two texts that are on no disk beside each other in the diff editor. */
export class TextPair extends Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = this._register(new EventEmitter<Uri>());

  constructor() {
    super();
    this._register(
      workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? '',
      }),
    );
  }

  async show(file: string, before: string, after: string): Promise<void> {
    const name = path.basename(file);
    const left = this.#put('before', name, before);
    const right = this.#put('after', name, after);
    await commands.executeCommand('vscode.diff', left, right, l10n.t('{0}: with this change', name));
  }

  /** Closes what `show` opened. */
  async hide(): Promise<void> {
    const tabs = window.tabGroups.all
      .flatMap(({ tabs: all }) => all)
      .filter(({ input }) => input instanceof TabInputTextDiff && input.modified.scheme === scheme);
    await window.tabGroups.close(tabs);
  }

  #put(side: string, name: string, text: string): Uri {
    const uri = Uri.from({ scheme, path: `/${side}/${name}` });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    return uri;
  }
}

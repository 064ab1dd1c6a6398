import path from 'node:path';
import {
  commands,
  EventEmitter,
  l10n,
  type Tab,
  TabInputTextDiff,
  type TabChangeEvent,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { OpenCodeSetupPlan } from '../../setup/openCode/planOpenCodeSetup.ts';
import { Disposable } from '../../core/disposable.ts';
import type { ContextKeySetter } from '../shared/platform/contextKeys.ts';

const scheme = 'memory-setup';

/**
 * A change to OpenCode's configuration as a diff of two texts that are on no disk. Yes and no stand in the title of the
 * diff, where they stay for as long as somebody reads; to close the diff is a no.
 */
export class SetupReview extends Disposable {
  readonly #keys: ContextKeySetter;
  readonly #texts = new Map<string, string>();
  readonly #changed = this._register(new EventEmitter<Uri>());
  #answer: ((yes: boolean) => void) | undefined;

  constructor(keys: ContextKeySetter) {
    super();
    this.#keys = keys;
    this._register(
      workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? '',
      }),
    );
    this._register(window.tabGroups.onDidChangeTabs((change) => this.#notice(change)));
    this._register({ dispose: () => this.answer(false) });
    // A window that was reloaded meanwhile restores a diff of nothing.
    void closeDiffs();
  }

  /** Shows what a plan would write and resolves with the answer. One that is still open is answered with no. */
  async ask(plan: OpenCodeSetupPlan): Promise<boolean> {
    this.answer(false);
    await closeDiffs();
    const name = path.basename(plan.path);
    const left = this.#put('before', name, plan.before ?? '');
    const right = this.#put('after', name, plan.after ?? '');
    const answered = new Promise<boolean>((resolve) => (this.#answer = resolve));
    this.#keys.set('memoryBridge:setupReview', plan.foreign === null ? 'write' : 'replace');
    // Not as a preview, which the next file that is opened would replace.
    await commands.executeCommand('vscode.diff', left, right, titleOf(plan, name), { preview: false });
    return answered;
  }

  answer(yes: boolean): void {
    const answer = this.#answer;
    if (!answer) return;
    this.#answer = undefined;
    this.#keys.set('memoryBridge:setupReview', 'none');
    answer(yes);
    void closeDiffs();
  }

  #notice({ closed }: TabChangeEvent): void {
    if (closed.some(isDiff)) this.answer(false);
  }

  #put(side: string, name: string, text: string): Uri {
    const uri = Uri.from({ scheme, path: `/${side}/${name}` });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    return uri;
  }
}

function titleOf({ foreign, backupPath }: OpenCodeSetupPlan, name: string): string {
  if (foreign !== null) return l10n.t('{0}: in place of another server named "memory"', name);
  return backupPath === null
    ? l10n.t('{0}: with this change', name)
    : l10n.t('{0}: with this change, a backup is kept', name);
}

const isDiff = ({ input }: Tab): boolean =>
  input instanceof TabInputTextDiff && input.modified.scheme === scheme;

async function closeDiffs(): Promise<void> {
  await window.tabGroups.close(window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(isDiff));
}

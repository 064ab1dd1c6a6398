import {
  l10n,
  ProgressLocation,
  type QuickPickItem,
  QuickPickItemKind,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import type { SetupScope } from '../../setup/openCode/findOpenCodeConfig.ts';
import type { SetupForm } from '../../setup/openCode/memoryEntry.ts';
import type { OpenCodeSetupPlan } from '../../setup/openCode/planOpenCodeSetup.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import type { CommandRegistry } from '../shared/commandRegistry.ts';
import type { ErrorPresenter } from '../shared/errors/errorPresenter.ts';
import type { Feature } from '../shared/feature.ts';
import type { ContextKeySetter } from '../shared/platform/contextKeys.ts';
import { dismissLabel } from '../shared/platform/dismissLabel.ts';
import { DisposableStore } from '../shared/platform/disposableStore.ts';
import { requireTrust } from '../shared/platform/trust.ts';
import { workspaceFolderPaths } from '../shared/platform/workspaceFolders.ts';
import type { LauncherKeeper } from './launcherKeeper.ts';
import { SetupReview } from './setupReview.ts';

interface Target extends QuickPickItem {
  readonly scope?: SetupScope;
  readonly form?: SetupForm;
  readonly folder?: string;
}

/** The parser, the differ and the MCP client are large and seldom needed: loaded with the first use. */
async function setupTools() {
  const [plan, apply, verify, access] = await Promise.all([
    import('../../setup/openCode/planOpenCodeSetup.ts'),
    import('../../setup/openCode/applyOpenCodeSetup.ts'),
    import('../../setup/openCode/verifyOpenCodeSetup.ts'),
    import('../../setup/openCode/configAccess.ts'),
  ]);
  return { ...plan, ...apply, ...verify, ...access };
}

export interface OpenCodeParts {
  readonly registry: CommandRegistry;
  readonly client: MemoryClient;
  readonly errors: ErrorPresenter;
  readonly launcher: LauncherKeeper;
  readonly keys: ContextKeySetter;
  /** Hears when OpenCode has been seen to use this memory. */
  readonly onConnected: () => void;
  readonly home: string;
}

/** Set Up OpenCode and its opposite: show the change, ask, write with a backup, try it, offer Undo. */
export class OpenCodeCommands implements Feature {
  readonly name = 'OpenCode setup';
  readonly #parts: OpenCodeParts;

  constructor(parts: OpenCodeParts) {
    this.#parts = parts;
  }

  register(): DisposableLike {
    const review = new SetupReview(this.#parts.keys);
    return new DisposableStore(
      review,
      this.#parts.registry.register({
        'memoryBridge.setUpOpenCode': () => this.#setUp(review),
        'memoryBridge.removeOpenCode': () => this.#remove(review),
        'memoryBridge.writeSetup': () => review.answer(true),
        'memoryBridge.replaceSetup': () => review.answer(true),
        'memoryBridge.cancelSetup': () => review.answer(false),
      }),
    );
  }

  async #setUp(review: SetupReview): Promise<void> {
    requireTrust();
    const target = await this.#askTarget(true);
    if (!target?.scope) return;
    await this.#parts.launcher.refresh();
    const plan = await this.#plan(target, false);
    if (plan.action === 'none') return this.#verify(plan);
    if (await this.#confirmAndWrite(plan, review)) await this.#verify(plan);
  }

  async #remove(review: SetupReview): Promise<void> {
    requireTrust();
    const target = await this.#askTarget(false);
    if (!target?.scope) return;
    const plan = await this.#plan(target, true);
    if (plan.action === 'none') {
      void window.showInformationMessage(l10n.t('{0} does not use this memory.', plan.path));
      return;
    }
    if (!(await this.#confirmAndWrite(plan, review))) return;
    this.#offerUndo(l10n.t('OpenCode no longer uses this memory.'), plan);
  }

  async #askTarget(withForms: boolean): Promise<Target | undefined> {
    const folders = workspaceFolderPaths();
    const targets = (form: SetupForm): Target[] => [
      { label: l10n.t('For all projects'), description: '~/.config/opencode', scope: 'global', form },
      ...folders.map(({ name, path }): Target => ({
        label: l10n.t('For the project {0}', name),
        description: path,
        scope: 'project',
        form,
        folder: path,
      })),
    ];
    const items: Target[] = withForms
      ? [
          ...targets('local'),
          { label: l10n.t('Over HTTP: needs a running server'), kind: QuickPickItemKind.Separator },
          ...targets('remote'),
        ]
      : targets('local');
    return window.showQuickPick(items, {
      title: withForms ? l10n.t('Set up OpenCode') : l10n.t('Remove memory from OpenCode'),
      placeHolder: l10n.t('Which OpenCode configuration do you want to change?'),
    });
  }

  async #plan(
    { scope = 'global', form = 'local', folder }: Target,
    remove: boolean,
  ): Promise<OpenCodeSetupPlan> {
    const { planOpenCodeSetup } = await setupTools();
    const { state } = this.#parts.client;
    return planOpenCodeSetup({
      scope,
      form,
      remove,
      home: this.#parts.home,
      ...(folder === undefined ? {} : { folder }),
      ...(state.kind === 'connected' ? { port: state.port } : {}),
    });
  }

  /** Answers whether it was written. */
  async #confirmAndWrite(plan: OpenCodeSetupPlan, review: SetupReview): Promise<boolean> {
    const { applyOpenCodeSetup, assertWritable } = await setupTools();
    await assertWritable(plan.path);
    // Worth reading before the answer, which is given in the title of the diff.
    if (plan.warnings.length > 0) void window.showWarningMessage(plan.warnings.join(' '), dismissLabel());
    if (!(await review.ask(plan))) return false;
    await applyOpenCodeSetup(plan, { replaceForeign: plan.foreign !== null });
    return true;
  }

  async #verify(plan: OpenCodeSetupPlan): Promise<void> {
    const { verifyOpenCodeSetup } = await setupTools();
    const options = {
      location: ProgressLocation.Notification,
      title: l10n.t('Testing the connection the way OpenCode does…'),
    };
    try {
      const { tools, milliseconds } = await window.withProgress(options, () =>
        verifyOpenCodeSetup({ path: plan.path, folder: plan.folder }),
      );
      const message = l10n.t(
        'OpenCode can use this memory: {0} tools answered in {1} ms. Restart running OpenCode sessions to use them.',
        tools.length,
        Math.round(milliseconds),
      );
      this.#parts.onConnected();
      this.#offerUndo(message, plan);
    } catch (error) {
      this.#parts.errors.log('The OpenCode setup could not be verified.', error);
      const reason = error instanceof Error ? error.message : String(error);
      this.#offerUndo(l10n.t('OpenCode cannot use this memory yet. {0}', reason), plan);
    }
  }

  #offerUndo(message: string, plan: OpenCodeSetupPlan): void {
    const undo = l10n.t('Undo');
    const open = l10n.t('Open File');
    const buttons = [...(plan.action === 'none' ? [] : [undo]), ...(plan.after === null ? [] : [open])];
    this.#follow(plan, window.showInformationMessage(message, ...buttons), { undo, open }).catch(
      (error: unknown) => this.#parts.errors.present('The setup could not be undone.', error),
    );
  }

  async #follow(
    plan: OpenCodeSetupPlan,
    answer: PromiseLike<string | undefined>,
    { undo, open }: { readonly undo: string; readonly open: string },
  ): Promise<void> {
    const chosen = await answer;
    if (chosen === open) await window.showTextDocument(await workspace.openTextDocument(Uri.file(plan.path)));
    if (chosen !== undo) return;
    const { undoOpenCodeSetup } = await setupTools();
    await undoOpenCodeSetup({ home: plan.home, path: plan.path });
    void window.showInformationMessage(l10n.t('{0} was restored.', plan.path));
  }
}

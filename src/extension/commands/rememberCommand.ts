import { commands, l10n, type QuickPickItem, ThemeIcon, window } from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import { categories, type Category } from '../../core/memory.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import type { InputOf, OutputOf } from '../../protocol/operation.ts';
import { limits } from '../../protocol/memoryView.ts';
import { rememberOperation } from '../../protocol/operations/remember.ts';
import type { GitExtension } from '../capture/gitExtension.ts';
import type { Feature } from '../feature.ts';
import type { RememberPreset } from '../ids.ts';
import { pickStep, type StepResult, textStep } from '../platform/inputFlow.ts';
import { requireTrust } from '../platform/trust.ts';
import { currentFolderPath } from '../platform/workspaceFolders.ts';
import { categoryLook } from '../views/categoryLook.ts';
import { brief } from '../views/memoryText.ts';
import type { CommandRegistry } from './commandRegistry.ts';
import { adviceFor } from './errorAdvice.ts';
import { rememberedContent } from './rememberedContent.ts';
import { type EditorSelection, selectionOf } from './selectionAnchor.ts';

interface CategoryItem extends QuickPickItem {
  readonly category: Category;
}

type Remembered = OutputOf<typeof rememberOperation>;

/** How long the quiet confirmation stays in the status bar. */
const confirmationMs = 5000;

/** `Memory: Remember…`: a category, a sentence, and the reason if there is one. */
export class RememberCommand implements Feature {
  readonly name = 'remember';
  readonly #registry: CommandRegistry;
  readonly #client: MemoryClient;
  readonly #git: GitExtension;

  constructor(registry: CommandRegistry, client: MemoryClient, git: GitExtension) {
    this.#registry = registry;
    this.#client = client;
    this.#git = git;
  }

  register(): DisposableLike {
    return this.#registry.register({ 'memoryBridge.remember': (preset) => this.#run(preset ?? {}) });
  }

  async #run(preset: RememberPreset): Promise<void> {
    requireTrust();
    const project = currentFolderPath();
    const selection = await selectionOf(window.activeTextEditor, this.#git);
    const selected = selection?.text.trim() ?? '';
    let category = preset.category;
    let content = preset.content ?? (selected.includes('\n') ? '' : selected);
    let step = category === undefined ? 1 : 2;
    while (step > 0) {
      if (step === 1) {
        const chosen = await this.#askCategory(category);
        if (chosen === undefined || chosen === 'back') return;
        category = chosen.value.category;
        step = 2;
      } else if (step === 2) {
        const written = await this.#askContent(content, selection);
        if (written === undefined) return;
        if (written !== 'back') content = written.value;
        step += written === 'back' ? -1 : 1;
      } else {
        const input = this.#input(category ?? 'fact', content, project, selection);
        const outcome = await this.#askWhyAndSave(input, project);
        if (outcome !== 'back') return;
        step = 2;
      }
    }
  }

  async #askCategory(active: Category | undefined): Promise<StepResult<CategoryItem>> {
    const items = categories.map((category): CategoryItem => {
      const { icon, one, hint } = categoryLook(category);
      return { category, label: one, description: hint, iconPath: new ThemeIcon(icon) };
    });
    return pickStep(position(1), items, {
      placeholder: l10n.t('What kind of memory is it?'),
      active: items.find((item) => item.category === active),
    });
  }

  async #askContent(value: string, selection: EditorSelection | undefined): Promise<StepResult<string>> {
    const place = selection && `${selection.anchor.path}:${selection.anchor.startLine}`;
    const hasCode = selection?.text.trim().includes('\n') ?? false;
    const prompt = hasCode
      ? l10n.t('One self-contained sentence. The selected lines of {0} go below it.', place ?? '')
      : l10n.t('One self-contained sentence that later work needs.');
    return textStep(position(2), { prompt, value, isRequired: true, maxLength: limits.content });
  }

  async #askWhyAndSave(
    input: InputOf<typeof rememberOperation>,
    project: string | undefined,
  ): Promise<'back' | undefined> {
    let saved: Remembered | undefined;
    const outcome = await textStep(position(3), {
      prompt: l10n.t('Why? Press Enter to leave this out.'),
      value: '',
      isRequired: false,
      maxLength: limits.note,
      submit: async (why) => {
        const whole = why === '' ? input : { ...input, why };
        saved = (await this.#client.call(rememberOperation, whole, project ? { project } : {})).result;
      },
      explain: (error) => {
        const advice = adviceFor(error);
        return advice.kind === 'known'
          ? advice.message
          : l10n.t('It could not be kept. Press Enter to try again; the log says more.');
      },
    });
    if (outcome === 'back') return 'back';
    if (saved) await this.#confirm(saved);
    return undefined;
  }

  #input(
    category: Category,
    typed: string,
    project: string | undefined,
    selection: EditorSelection | undefined,
  ): InputOf<typeof rememberOperation> {
    return {
      category,
      content: rememberedContent(typed, selection),
      // Without a folder there is no project to keep it for.
      ...(project === undefined ? { scope: 'global' as const } : { project }),
      ...(selection && selection.text !== '' ? { anchors: [selection.anchor] } : {}),
    };
  }

  /** Success is visible in the tree, so it is said quietly; only what a person would not expect is a message. */
  async #confirm({ memory, created, redacted }: Remembered): Promise<void> {
    const open = l10n.t('Open');
    const title = brief(memory.title);
    if (redacted.length > 0) {
      const message = l10n.t(
        'What looked like a secret ({0}) was replaced before “{1}” was written.',
        redacted.join(', '),
        title,
      );
      if ((await window.showWarningMessage(message, open)) === open) await this.#open(memory.id);
    } else if (created) {
      window.setStatusBarMessage(l10n.t('$(check) Remembered “{0}”', title), confirmationMs);
    } else {
      const message = l10n.t('“{0}” was remembered already.', title);
      if ((await window.showInformationMessage(message, open)) === open) await this.#open(memory.id);
    }
  }

  async #open(id: string): Promise<void> {
    await commands.executeCommand('memoryBridge.openMemory', id);
  }
}

function position(step: number): { title: string; step: number; totalSteps: number } {
  return { title: l10n.t('Remember'), step, totalSteps: 3 };
}

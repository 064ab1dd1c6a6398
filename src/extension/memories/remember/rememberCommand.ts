import { randomUUID } from 'node:crypto';
import { commands, l10n, type QuickPickItem, ThemeIcon, window } from 'vscode';
import type { MemoryClient } from '../../../client/memoryClient.ts';
import { categories, type Category } from '../../../core/memory/memory.ts';
import type { DisposableLike } from '../../../core/disposable.ts';
import type { InputOf, OutputOf } from '../../../protocol/operation.ts';
import { limits } from '../../../protocol/limits.ts';
import { rememberOperation } from '../../../protocol/operations/memories/remember.ts';
import type { GitExtension } from '../../shared/gitExtension.ts';
import type { Feature } from '../../shared/feature.ts';
import type { RememberPreset } from '../memoriesIds.ts';
import { pickStep, type StepResult, textStep } from '../../shared/platform/inputFlow.ts';
import { requireTrust } from '../../shared/platform/trust.ts';
import { currentFolderPath, workspaceFolderPaths } from '../../shared/platform/workspaceFolders.ts';
import { categoryLook } from '../../shared/memory/categoryLook.ts';
import { brief } from '../../shared/memory/brief.ts';
import type { CommandRegistry } from '../../shared/commandRegistry.ts';
import { linkedAdvice } from '../../shared/errors/errorPresenter.ts';
import { MemoryPlace } from './memoryPlace.ts';
import { rememberedContent } from './rememberedContent.ts';
import { type EditorSelection, selectionOf } from './selectionAnchor.ts';

interface CategoryItem extends QuickPickItem {
  readonly category: Category;
}

type Remembered = OutputOf<typeof rememberOperation>;

/** What a person has typed so far. */
interface Draft {
  category: Category | undefined;
  content: string;
  why: string;
  readonly selection: EditorSelection | undefined;
}

/** How long the quiet confirmation stays in the status bar. */
const confirmationMs = 5000;

/** `Memory: Remember…`: a category, a sentence, and the reason if there is one. */
export class RememberCommand implements Feature {
  readonly name = 'remember';
  readonly #registry: CommandRegistry;
  readonly #client: MemoryClient;
  readonly #git: GitExtension;
  readonly #onKept: () => void;
  /** What could not be saved, for the next time. */
  #unsaved: Draft | undefined;

  constructor(registry: CommandRegistry, client: MemoryClient, git: GitExtension, onKept: () => void) {
    this.#registry = registry;
    this.#client = client;
    this.#git = git;
    this.#onKept = onKept;
  }

  register(): DisposableLike {
    return this.#registry.register({ 'memoryBridge.remember': (preset) => this.#run(preset ?? {}) });
  }

  async #run(preset: RememberPreset): Promise<void> {
    requireTrust();
    const current = currentFolderPath();
    const place = new MemoryPlace(workspaceFolderPaths(), current);
    const draft = await this.#begin(preset);
    const first = place.isAsked ? 0 : 1;
    let step = place.isAsked ? 0 : draft.category === undefined ? 1 : 2;
    while (step >= first) {
      const outcome = await this.#ask(step, place, draft, current);
      if (outcome === 'end') return;
      step += outcome === 'back' ? -1 : 1;
      // Given by whoever called, or kept from the last time: it can be changed by going back.
      if (step === 1 && outcome === 'next' && draft.category !== undefined) step = 2;
    }
  }

  /** What could not be saved last time comes again, unless something else is to be remembered. */
  async #begin(preset: RememberPreset): Promise<Draft> {
    const unsaved = this.#unsaved;
    this.#unsaved = undefined;
    if (unsaved && preset.content === undefined) return unsaved;
    const selection = await selectionOf(window.activeTextEditor, this.#git);
    const selected = selection?.text.trim() ?? '';
    return {
      category: preset.category,
      content: preset.content ?? (selected.includes('\n') ? '' : selected),
      why: '',
      selection,
    };
  }

  async #ask(
    step: number,
    place: MemoryPlace,
    draft: Draft,
    current: string | undefined,
  ): Promise<'next' | 'back' | 'end'> {
    switch (step) {
      case 0: {
        const items = place.items;
        const chosen = await pickStep(
          { ...place.position(0), title: l10n.t('Remember'), toggle: undefined },
          items,
          {
            placeholder: l10n.t('Which project is it about?'),
            active: items.find((item) => place.isChosen(item)),
          },
        );
        if (typeof chosen === 'object') place.choose(chosen.value);
        return outcomeOf(chosen);
      }
      case 1: {
        const chosen = await this.#askCategory(place, draft.category);
        if (typeof chosen === 'object') draft.category = chosen.value.category;
        return outcomeOf(chosen);
      }
      case 2: {
        const written = await this.#askContent(place, draft);
        if (typeof written === 'object') draft.content = written.value;
        return outcomeOf(written);
      }
      default:
        return this.#askWhyAndSave(place, draft, current);
    }
  }

  async #askCategory(place: MemoryPlace, active: Category | undefined): Promise<StepResult<CategoryItem>> {
    const items = categories.map((category): CategoryItem => {
      const { icon, one, hint } = categoryLook(category);
      return { category, label: one, description: hint, iconPath: new ThemeIcon(icon) };
    });
    return pickStep(place.position(1), items, {
      placeholder: l10n.t('What kind of memory is it?'),
      active: items.find((item) => item.category === active),
    });
  }

  async #askContent(place: MemoryPlace, { content, selection }: Draft): Promise<StepResult<string>> {
    const lines = selection && `${selection.anchor.path}:${selection.anchor.startLine}`;
    const hasCode = selection?.text.trim().includes('\n') ?? false;
    const prompt = hasCode
      ? l10n.t(
          'One sentence that stands on its own. The selected lines of {0} are added below it.',
          lines ?? '',
        )
      : l10n.t('One sentence that stands on its own, for whoever needs it later.');
    return textStep(place.position(2), {
      prompt,
      value: content,
      isRequired: true,
      maxLength: limits.content,
    });
  }

  async #askWhyAndSave(
    place: MemoryPlace,
    draft: Draft,
    current: string | undefined,
  ): Promise<'next' | 'back' | 'end'> {
    let saved: Remembered | undefined;
    // One key for all tries: an answer that got lost on the way has been written already.
    const keys = new Map<string, string>();
    const outcome = await textStep(place.position(3), {
      prompt: l10n.t('Why? Press Enter to skip this.'),
      value: draft.why,
      isRequired: false,
      maxLength: limits.note,
      onChange: (why) => (draft.why = why),
      submit: async (why) => {
        const input = inputOf(place.folder, { ...draft, why }, current);
        const text = JSON.stringify(input);
        const idempotencyKey = keys.get(text) ?? randomUUID();
        keys.set(text, idempotencyKey);
        this.#unsaved = draft;
        const project = place.folder ?? current;
        saved = (
          await this.#client.call(rememberOperation, input, {
            idempotencyKey,
            ...(project ? { project } : {}),
          })
        ).result;
        this.#unsaved = undefined;
      },
      explain: (error) => this.#explain(error),
      onceBetter: (_error, again) => {
        if (this.#client.state.kind === 'connected') return undefined;
        return this.#client.onDidChangeState(({ kind }) => {
          if (kind === 'connected') again();
        });
      },
    });
    if (outcome === 'back') return 'back';
    if (saved) {
      this.#onKept();
      await this.#confirm(saved);
    }
    return 'end';
  }

  #explain(error: unknown): string {
    const message =
      linkedAdvice(error) ?? l10n.t('It could not be saved. Press Enter to try again. The log has details.');
    return this.#client.state.kind === 'connected'
      ? message
      : l10n.t('{0} What you typed is kept and will be saved when memory is back.', message);
  }

  /** Success is visible in the tree, so it is said quietly; only what a person would not expect is a message. */
  async #confirm({ memory, created, redacted }: Remembered): Promise<void> {
    const open = l10n.t('Open');
    const title = brief(memory.title);
    if (redacted.length > 0) {
      const message = l10n.t(
        'What looked like a secret ({0}) was replaced before “{1}” was saved.',
        redacted.join(', '),
        title,
      );
      if ((await window.showWarningMessage(message, open)) === open) await this.#open(memory.id);
    } else if (created) {
      window.setStatusBarMessage(l10n.t('$(check) Remembered “{0}”', title), confirmationMs);
    } else {
      const message = l10n.t('“{0}” was already remembered.', title);
      if ((await window.showInformationMessage(message, open)) === open) await this.#open(memory.id);
    }
  }

  async #open(id: string): Promise<void> {
    await commands.executeCommand('memoryBridge.openMemory', id);
  }
}

function outcomeOf(result: StepResult<unknown>): 'next' | 'back' | 'end' {
  if (result === undefined) return 'end';
  return result === 'back' ? 'back' : 'next';
}

function inputOf(
  folder: string | undefined,
  { category = 'fact', content, why, selection }: Draft,
  current: string | undefined,
): InputOf<typeof rememberOperation> {
  // Lines of another project's files lead nowhere.
  const isHere = folder === undefined || folder === current;
  return {
    category,
    content: rememberedContent(content, selection),
    ...(why === '' ? {} : { why }),
    ...(folder === undefined ? { scope: 'global' as const } : { project: folder }),
    ...(isHere && selection && selection.text !== '' ? { anchors: [selection.anchor] } : {}),
  };
}

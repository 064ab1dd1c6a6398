import {
  l10n,
  type QuickInput,
  type QuickInputButton,
  QuickInputButtons,
  type QuickPickItem,
  window,
} from 'vscode';
import type { DisposableLike } from '../../../core/disposable.ts';

/** `back` is a step back; undefined is Escape. */
export type StepResult<T> = { readonly value: T } | 'back' | undefined;

export interface StepPosition {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
  readonly toggle?: TitleToggle | undefined;
}

/** A button in the title that changes what the title says. */
export interface TitleToggle {
  readonly button: () => QuickInputButton;
  /** Changes it; answers the new title. */
  readonly press: () => string;
}

/** One choice of several, as a step of a flow. Clicking elsewhere does not end it. */
export async function pickStep<T extends QuickPickItem>(
  position: StepPosition,
  items: readonly T[],
  options: { readonly placeholder: string; readonly active?: T | undefined },
): Promise<StepResult<T>> {
  const pick = window.createQuickPick<T>();
  pick.items = items;
  pick.placeholder = options.placeholder;
  pick.matchOnDetail = true;
  if (options.active) pick.activeItems = [options.active];
  return new Promise<StepResult<T>>((resolve) => {
    place(pick, position, () => resolve('back'));
    pick.onDidAccept(() => {
      const [value] = pick.selectedItems;
      if (value) resolve({ value });
    });
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  }).finally(() => pick.dispose());
}

export interface TextStep {
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly isRequired: boolean;
  readonly maxLength: number;
  /** Hears of every change, so that nothing typed is lost with the box. */
  readonly onChange?: (value: string) => void;
  /** Runs on Enter while the box is busy. What it throws is shown below the text, which stays. */
  readonly submit?: (value: string) => Promise<void>;
  /** What to say about an error of `submit`. */
  readonly explain?: (error: unknown) => string;
  /** Calls back when a submit that failed may work now; it is tried again without another Enter. */
  readonly onceBetter?: (error: unknown, again: () => void) => DisposableLike | undefined;
}

/** One text, as a step of a flow. Clicking elsewhere does not lose it. */
export async function textStep(position: StepPosition, options: TextStep): Promise<StepResult<string>> {
  const box = window.createInputBox();
  box.prompt = options.prompt;
  box.placeholder = options.placeholder;
  box.value = options.value;
  let waiting: DisposableLike | undefined;
  let isOpen = true;
  const complaint = (value: string): string | undefined => {
    if (options.isRequired && value.trim() === '') return l10n.t('Write a few words first.');
    if (value.length > options.maxLength)
      return l10n.t('This is too long: {0} of {1} characters.', value.length, options.maxLength);
    return undefined;
  };
  return new Promise<StepResult<string>>((resolve, reject) => {
    const accept = async () => {
      const value = box.value.trim();
      box.validationMessage = complaint(value);
      if (box.validationMessage !== undefined || box.busy) return;
      waiting?.dispose();
      if (options.submit) {
        box.busy = true;
        box.enabled = false;
        try {
          await options.submit(value);
        } catch (error) {
          if (!options.explain) return reject(error);
          box.validationMessage = options.explain(error);
          if (isOpen) waiting = options.onceBetter?.(error, () => void accept());
          return;
        } finally {
          box.busy = false;
          box.enabled = true;
        }
      }
      resolve({ value });
    };
    place(box, position, () => resolve('back'));
    box.onDidChangeValue((value) => {
      options.onChange?.(value);
      box.validationMessage = value.length > options.maxLength ? complaint(value) : undefined;
    });
    box.onDidAccept(() => void accept());
    box.onDidHide(() => resolve(undefined));
    box.show();
  }).finally(() => {
    isOpen = false;
    waiting?.dispose();
    box.dispose();
  });
}

interface TitledInput extends QuickInput {
  buttons: readonly QuickInputButton[];
  readonly onDidTriggerButton: (listener: (button: QuickInputButton) => void) => DisposableLike;
}

/**
 * What every step has in its title. None of them ends by losing the focus, which the walkthrough, a notification or a
 * terminal takes at any moment: Escape ends it.
 */
function place(input: TitledInput, position: StepPosition, onBack: () => void): void {
  const { title, step, totalSteps, toggle } = position;
  Object.assign(input, { title, step, totalSteps });
  input.ignoreFocusOut = true;
  const show = () => {
    input.buttons = [...(step > 1 ? [QuickInputButtons.Back] : []), ...(toggle ? [toggle.button()] : [])];
  };
  show();
  input.onDidTriggerButton((button) => {
    if (button === QuickInputButtons.Back) return onBack();
    if (!toggle) return;
    input.title = toggle.press();
    show();
  });
}

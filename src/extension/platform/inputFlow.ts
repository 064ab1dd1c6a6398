import { l10n, QuickInputButtons, type QuickPickItem, window } from 'vscode';

/** `back` is a step back; undefined is Escape. */
export type StepResult<T> = { readonly value: T } | 'back' | undefined;

export interface StepPosition {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

/** One choice of several, as a step of a flow. */
export async function pickStep<T extends QuickPickItem>(
  position: StepPosition,
  items: readonly T[],
  options: { readonly placeholder: string; readonly active?: T | undefined },
): Promise<StepResult<T>> {
  const pick = window.createQuickPick<T>();
  Object.assign(pick, position);
  pick.items = items;
  pick.placeholder = options.placeholder;
  pick.matchOnDetail = true;
  if (options.active) pick.activeItems = [options.active];
  if (position.step > 1) pick.buttons = [QuickInputButtons.Back];
  return new Promise<StepResult<T>>((resolve) => {
    pick.onDidTriggerButton(() => resolve('back'));
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
  /** Runs on Enter while the box is busy. What it throws is shown below the text, which stays. */
  readonly submit?: (value: string) => Promise<void>;
  /** What to say about an error of `submit`. */
  readonly explain?: (error: unknown) => string;
}

/** One text, as a step of a flow. Clicking elsewhere does not lose it. */
export async function textStep(position: StepPosition, options: TextStep): Promise<StepResult<string>> {
  const box = window.createInputBox();
  Object.assign(box, position);
  box.prompt = options.prompt;
  box.placeholder = options.placeholder;
  box.value = options.value;
  box.ignoreFocusOut = true;
  if (position.step > 1) box.buttons = [QuickInputButtons.Back];
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
      if (options.submit) {
        box.busy = true;
        box.enabled = false;
        try {
          await options.submit(value);
        } catch (error) {
          if (!options.explain) return reject(error);
          box.validationMessage = options.explain(error);
          return;
        } finally {
          box.busy = false;
          box.enabled = true;
        }
      }
      resolve({ value });
    };
    box.onDidChangeValue((value) => {
      box.validationMessage = value.length > options.maxLength ? complaint(value) : undefined;
    });
    box.onDidTriggerButton(() => resolve('back'));
    box.onDidAccept(() => void accept());
    box.onDidHide(() => resolve(undefined));
    box.show();
  }).finally(() => box.dispose());
}

import { l10n, window } from 'vscode';

/** What is asked about when it would happen to several memories at once. */
export type ManyAction = 'archive' | 'delete' | 'reopen' | 'restore';

/** True for a single memory; of more the person is told the number first, whether they are selected or a group. */
export async function mayChangeMany(action: ManyAction, count: number): Promise<boolean> {
  if (count < 2) return true;
  const { question, button } = wording(action, count);
  const detail = l10n.t('“Undo Last Change” undoes this in one step.');
  return (await window.showWarningMessage(question, { modal: true, detail }, button)) === button;
}

function wording(action: ManyAction, count: number): { question: string; button: string } {
  switch (action) {
    case 'archive':
      return { question: l10n.t('Archive {0} memories?', count), button: l10n.t('Archive') };
    case 'delete':
      return { question: l10n.t('Delete {0} memories?', count), button: l10n.t('Delete') };
    case 'reopen':
      return { question: l10n.t('Reopen {0} blockers?', count), button: l10n.t('Reopen') };
    case 'restore':
      return { question: l10n.t('Restore {0} memories?', count), button: l10n.t('Restore') };
  }
}

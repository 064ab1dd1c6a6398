import { l10n } from 'vscode';

/** The one button of a long message that asks nothing: the editor cuts those without a button at the end of their line. */
export const dismissLabel = (): string => l10n.t('OK');

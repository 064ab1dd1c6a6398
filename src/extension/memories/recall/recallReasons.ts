import { l10n } from 'vscode';
import type { WithoutModel } from '../../../core/memory/withoutModelNote.ts';
import { type RankReason, type RankExplanation, reasonsOf } from '../../../core/ranking/rankExplanation.ts';

/** Why a memory was found, in plain words: `words: deploy, rollback · meaning 0.53 · pinned`. */
export function reasonsText(explanation: RankExplanation): string {
  return reasonsOf(explanation).map(reasonText).join(' · ');
}

/** How misspelt words were read: `“deplyoment” as “deployment”`. Undefined when none was. */
export function correctionsText(
  corrections: readonly { readonly from: string; readonly to: string }[],
): string | undefined {
  if (corrections.length === 0) return undefined;
  const readings = corrections.map(({ from, to }) => l10n.t('“{0}” as “{1}”', from, to));
  return l10n.t('Interpreted {0}', readings.join(', '));
}

/** That the chosen model took no part in the answer, and why. */
export function withoutModelText(without: WithoutModel | undefined): string | undefined {
  switch (without?.why) {
    case 'loading':
      return l10n.t('Found with the built-in model: {0} is still loading', without.model);
    case 'slow':
      return l10n.t('Found with the built-in model: {0} did not answer in time', without.model);
    case 'failed':
      return l10n.t('Found with the built-in model: {0} cannot be used right now', without.model);
    case undefined:
      return undefined;
  }
}

function reasonText(reason: RankReason): string {
  switch (reason.kind) {
    case 'words':
      return l10n.t('words: {0}', reason.words.join(', '));
    case 'meaning':
      return l10n.t('meaning {0}', reason.cosine.toFixed(2));
    case 'time':
      return l10n.t('from the time you asked about: {0}', reason.time);
    case 'entity':
      return l10n.t('names what you asked about');
    case 'linked':
      return l10n.t('related to a result above');
    case 'category':
      return l10n.t('the kind you asked for');
    case 'pinned':
      return l10n.t('pinned');
    case 'blocker':
      return l10n.t('open blocker');
    case 'inactive':
      return l10n.t('no longer active');
    case 'older':
      return l10n.t('older');
    case 'untrusted':
      return l10n.t('from an outside source');
  }
}

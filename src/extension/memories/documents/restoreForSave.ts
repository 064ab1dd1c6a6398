import { l10n, window } from 'vscode';
import { MemoryBridgeError } from '../../../core/errors.ts';
import type { MemoryRecord } from '../../../protocol/memoryRecord.ts';
import type { MemoryActions } from '../../shared/memory/memoryActions.ts';
import { brief } from '../../shared/memory/brief.ts';

/**
 * A memory whose text is about to be saved. One that was deleted after the text was opened is brought back when the
 * person wants that; else nothing is saved, and the text stays in its editor.
 */
export async function restoreForSave(before: MemoryRecord, actions: MemoryActions): Promise<MemoryRecord> {
  const now = await actions.get(before.id);
  if (now.deletedAt === null) return before;
  const title = brief(now.title);
  const restore = l10n.t('Restore and Save');
  const answer = await window.showWarningMessage(
    l10n.t('“{0}” was deleted.', title),
    { modal: true, detail: l10n.t('What you wrote can only be saved if the memory is restored.') },
    restore,
  );
  if (answer !== restore)
    throw new MemoryBridgeError('conflict', l10n.t('“{0}” is deleted, so it was not saved.', title));
  return (await actions.update(before.id, 'restore')).memory;
}

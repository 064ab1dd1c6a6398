import { l10n } from 'vscode';
import type { ChangeAction } from '../../../core/memory/history.ts';
import type { MemoryRecord } from '../../../protocol/memoryRecord.ts';
import { brief } from '../../shared/memory/brief.ts';

/** What there is again after a change was taken back. */
export function undoneText(action: ChangeAction, memories: readonly MemoryRecord[]): string {
  const [first] = memories;
  if (!first || memories.length > 1) return severalUndone(action, memories.length);
  const title = brief(first.title);
  switch (action) {
    case 'delete':
      return l10n.t('“{0}” is no longer deleted.', title);
    case 'archive':
      return l10n.t('“{0}” is no longer archived.', title);
    case 'create':
      return l10n.t('“{0}” is no longer remembered.', title);
    case 'edit':
      return l10n.t('“{0}” is as it was before the last edit.', title);
    case 'pin':
      return l10n.t('“{0}” is no longer pinned.', title);
    case 'unpin':
      return l10n.t('“{0}” is pinned again.', title);
    case 'resolve':
      return l10n.t('“{0}” is open again.', title);
    case 'reopen':
      return l10n.t('“{0}” is resolved again.', title);
    case 'restore':
      return first.deletedAt === null
        ? l10n.t('“{0}” is archived again.', title)
        : l10n.t('“{0}” is deleted again.', title);
    case 'accept':
    case 'reject':
      return l10n.t('“{0}” is back in the Inbox.', title);
    case 'remind':
    case 'unremind':
    case 'review':
    case 'link':
    case 'unlink':
    case 'bump':
    case 'supersede':
    case 'expire':
    case 'import':
    case 'undo':
      return l10n.t('The last change to “{0}” was undone.', title);
  }
}

function severalUndone(action: ChangeAction, count: number): string {
  if (action === 'delete') return l10n.t('{0} memories are no longer deleted.', count);
  if (action === 'archive') return l10n.t('{0} memories are no longer archived.', count);
  if (action === 'accept' || action === 'reject') return l10n.t('{0} memories are back in the Inbox.', count);
  return l10n.t('The last change to {0} memories was undone.', count);
}

import { l10n } from 'vscode';
import type { ChangeAction } from '../../../core/memory/history.ts';
import { archiveReasonOf } from '../../../core/memory/archiveReason.ts';
import { reviewDueAt } from '../../../core/memory/reviewDueAt.ts';
import { oneLine } from '../../../core/text/oneLine.ts';
import type { MemoryRecord } from '../../../protocol/memoryRecord.ts';
import type { OutputOf } from '../../../protocol/operation.ts';
import type { getHistoryOperation } from '../../../protocol/operations/memories/getHistory.ts';
import { localDate } from '../../shared/platform/localDate.ts';
import { categoryLook } from '../../shared/memory/categoryLook.ts';
import { isPutAway, originText, quarantineText, statusText } from '../../shared/memory/memoryLabels.ts';

type History = OutputOf<typeof getHistoryOperation>;
type Change = History['changes'][number];

/** A memory as a person reads it in an editor: what it says, where it is from, and what became of it. */
export function memoryMarkdown({ memory, changes, total = changes.length }: History): string {
  const left = total - changes.length;
  const earlier = left > 0 ? [`- ${l10n.t('{0} earlier changes, not shown here', left)}`] : [];
  const sections = [
    `# ${oneLine(memory.title)}`,
    awayNote(memory),
    factLines(memory).join('\n'),
    memory.content,
    section(l10n.t('Why'), memory.why),
    section(l10n.t('What'), memory.what),
    section(l10n.t('Learned'), memory.learned),
    section(l10n.t('Where'), anchorLines(memory).join('\n')),
    section(l10n.t('History'), [...earlier, ...changes.map(changeLine)].join('\n')),
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

/** What is no longer found says so first, and how it comes back. */
function awayNote(memory: MemoryRecord): string {
  if (memory.deletedAt !== null)
    return l10n.t(
      '> **Deleted on {0}.** It is no longer recalled. **Restore**, above the title, brings it back.',
      localDate(memory.deletedAt),
    );
  if (!isPutAway(memory)) return '';
  return l10n.t(
    '> **This memory is {0}.** It is no longer recalled. **Restore**, above the title, brings it back.',
    statusText(memory.status),
  );
}

function factLines(memory: MemoryRecord): string[] {
  const facts: [string, string][] = [
    [l10n.t('Category'), categoryLook(memory.category).one],
    [l10n.t('Status'), stateText(memory)],
    [l10n.t('Project'), memory.project ?? l10n.t('all projects')],
    [l10n.t('In quarantine'), quarantineText(memory)],
    [l10n.t('From'), originText(memory)],
    [l10n.t('Since'), `${localDate(memory.createdAt)} (${memory.age})`],
    [l10n.t('About'), memory.entities.join(', ')],
    [l10n.t('Tags'), memory.tags.join(', ')],
    [l10n.t('Archived because'), oneLine(archiveReasonOf(memory) ?? '')],
    [l10n.t('Reminder'), memory.reminder ? reminderText(memory.reminder) : ''],
    [l10n.t('Review'), reviewText(memory)],
    [l10n.t('Resolved'), memory.resolvedAt === null ? '' : localDate(memory.resolvedAt)],
    [l10n.t('Replaced by'), memory.supersededBy ?? ''],
    [l10n.t('Id'), memory.shortId],
  ];
  return facts.filter(([, value]) => value !== '').map(([name, value]) => `- **${name}**: ${value}`);
}

function reminderText({ at, recurrence }: NonNullable<MemoryRecord['reminder']>): string {
  const time = new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const when = l10n.t('{0}, {1}', localDate(at), time);
  return recurrence === null ? when : l10n.t('{0}, then {1}', when, recurrence.split('@')[0] ?? '');
}

function reviewText(memory: MemoryRecord): string {
  const due = reviewDueAt(memory);
  return due === undefined ? '' : l10n.t('due on {0}', localDate(due));
}

function stateText({ status, pinned, deletedAt }: MemoryRecord): string {
  if (deletedAt !== null) return l10n.t('deleted');
  return pinned ? l10n.t('{0}, pinned', statusText(status)) : statusText(status);
}

function section(title: string, text: string | null): string {
  return text === null || text === '' ? '' : `## ${title}\n\n${text}`;
}

function anchorLines({ anchors }: MemoryRecord): string[] {
  return anchors.map(({ path, startLine, endLine, commit }) => {
    const lines = startLine === endLine ? String(startLine) : `${startLine}-${endLine}`;
    const at = commit === undefined ? '' : ` (${commit.slice(0, 7)})`;
    return `- ${path}:${lines}${at}`;
  });
}

function changeLine({ action, actor, at, age, undone }: Change): string {
  const who = actor.name ?? actor.kind;
  const line = `- ${localDate(at)} (${age}): ${actionText(action)}, ${who}`;
  return undone ? l10n.t('{0} (undone)', line) : line;
}

function actionText(action: ChangeAction): string {
  switch (action) {
    case 'create':
      return l10n.t('remembered');
    case 'bump':
      return l10n.t('remembered again');
    case 'import':
      return l10n.t('imported');
    case 'edit':
      return l10n.t('edited');
    case 'resolve':
      return l10n.t('resolved');
    case 'reopen':
      return l10n.t('reopened');
    case 'pin':
      return l10n.t('pinned');
    case 'unpin':
      return l10n.t('unpinned');
    case 'archive':
      return l10n.t('archived');
    case 'restore':
      return l10n.t('restored');
    case 'delete':
      return l10n.t('deleted');
    case 'supersede':
      return l10n.t('replaced');
    case 'remind':
      return l10n.t('reminder set');
    case 'unremind':
      return l10n.t('reminder cleared');
    case 'review':
      return l10n.t('reviewed');
    case 'link':
      return l10n.t('linked');
    case 'unlink':
      return l10n.t('unlinked');
    case 'accept':
      return l10n.t('accepted');
    case 'reject':
      return l10n.t('rejected');
    case 'expire':
      return l10n.t('expired');
    case 'undo':
      return l10n.t('change undone');
  }
}

import { l10n } from 'vscode';
import { ageLabel } from '../../../core/text/ageLabel.ts';
import { oneLine } from '../../../core/text/oneLine.ts';
import type { MemoryRow } from '../../../protocol/memoryRecord.ts';
import { categoryLook } from './categoryLook.ts';
import { statusText } from './memoryLabels.ts';

/** What a screen reader says for one row: first what others see, so that both can talk about it. */
export function spokenText(memory: MemoryRow, description = rowDescription(memory)): string {
  const parts = [
    `${oneLine(memory.title)} ${description}`,
    categoryLook(memory.category).one,
    memory.pinned ? l10n.t('pinned') : '',
    memory.status === 'active' ? '' : statusText(memory.status),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** The grey text beside a row. Before somebody accepts what would stand in every project they see that it would. */
export function rowDescription(
  memory: Pick<MemoryRow, 'createdAt' | 'status' | 'scope' | 'entities' | 'quarantine'>,
): string {
  const age = ageLabel(memory.createdAt, Date.now());
  const reach = memory.status === 'candidate' && memory.scope === 'global' ? [l10n.t('all projects')] : [];
  const held = memory.quarantine ? [l10n.t('in quarantine')] : [];
  return [age, ...held, ...reach, ...memory.entities.slice(0, 2)].join(' · ');
}

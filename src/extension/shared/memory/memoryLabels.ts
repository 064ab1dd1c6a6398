import { l10n } from 'vscode';
import type { SourceKind, Status } from '../../../core/memory/memory.ts';
import { isRewrittenByAgent } from '../../../core/memory/memoryLine.ts';
import { reasonsText } from '../../../core/memory/quarantine.ts';
import type { MemoryRecord } from '../../../protocol/memoryRecord.ts';
import { oneLine } from '../../../core/text/oneLine.ts';

export function sourceText(kind: SourceKind): string {
  switch (kind) {
    case 'user':
      return l10n.t('a person');
    case 'agent':
      return l10n.t('an agent');
    case 'editor':
      return l10n.t('the editor');
    case 'commit':
      return l10n.t('a commit');
    case 'adr':
      return l10n.t('a decision record');
    case 'comment':
      return l10n.t('a comment');
    case 'conversation':
      return l10n.t('a conversation');
    case 'import':
      return l10n.t('an import');
  }
}

export function statusText(status: Status): string {
  switch (status) {
    case 'candidate':
      return l10n.t('waiting for review');
    case 'active':
      return l10n.t('active');
    case 'resolved':
      return l10n.t('resolved');
    case 'superseded':
      return l10n.t('superseded');
    case 'archived':
      return l10n.t('archived');
    case 'rejected':
      return l10n.t('rejected');
  }
}

/** Why a candidate is in quarantine and where; empty for one that is in none. */
export function quarantineText({ quarantine }: Pick<MemoryRecord, 'quarantine'>): string {
  if (!quarantine) return '';
  const reasons = reasonsText(quarantine);
  return quarantine.excerpt === '' ? reasons : `${reasons}: “${oneLine(quarantine.excerpt)}”`;
}

/** Whether it takes no part in anything until somebody restores it. */
export function isPutAway({ status, deletedAt }: Pick<MemoryRecord, 'status' | 'deletedAt'>): boolean {
  return deletedAt !== null || status === 'archived' || status === 'superseded' || status === 'rejected';
}

/** Where a memory came from, in a few words: `a commit 3f2a9c1 by Ada`. */
export function originText(memory: Pick<MemoryRecord, 'source' | 'trust'>): string {
  const origin = sourceAndActor(memory.source);
  return isRewrittenByAgent(memory) ? l10n.t('{0}, edited by an agent', origin) : origin;
}

function sourceAndActor(source: MemoryRecord['source']): string {
  const ref = source.ref === undefined ? '' : ` ${oneLine(shortRef(source.ref))}`;
  const kind = `${sourceText(source.kind)}${ref}`;
  return source.actor === undefined ? kind : l10n.t('{0}, by {1}', kind, oneLine(source.actor));
}

function shortRef(ref: string): string {
  return /^[0-9a-f]{40,64}$/.test(ref) ? ref.slice(0, 7) : ref;
}

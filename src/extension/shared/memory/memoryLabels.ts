import { l10n, MarkdownString } from 'vscode';
import { ageLabel } from '../../../core/text/ageLabel.ts';
import type { SourceKind, Status } from '../../../core/memory/memory.ts';
import { isRewrittenByAgent } from '../../../core/memory/memoryLine.ts';
import type { MemoryRecord } from '../../../protocol/memoryRecord.ts';
import { stripHidden } from '../../../core/text/hiddenCharacters.ts';
import { oneLine } from '../../../core/text/oneLine.ts';
import { plainText } from '../../../core/text/plainText.ts';
import { escapeMarkdown } from '../platform/markdown.ts';
import { categoryLook } from './categoryLook.ts';

/** Tooltips are for a glance; the document has the whole text. */
const tooltipCharacters = 600;
/** Far more than is shown, and no more work than that. */
const lookedAt = 4_000;

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

/** What a screen reader says for one row: first what others see, so that both can talk about it. */
export function spokenText(memory: MemoryRecord, description = rowDescription(memory)): string {
  const parts = [
    `${oneLine(memory.title)} ${description}`,
    categoryLook(memory.category).one,
    memory.pinned ? l10n.t('pinned') : '',
    memory.status === 'active' ? '' : statusText(memory.status),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** The grey text beside a row. Before somebody accepts what would stand in every project they see that it would. */
export function rowDescription(memory: MemoryRecord): string {
  const age = ageLabel(memory.createdAt, Date.now());
  const reach = memory.status === 'candidate' && memory.scope === 'global' ? [l10n.t('all projects')] : [];
  return [age, ...reach, ...memory.entities.slice(0, 2)].join(' · ');
}

/** Text of memories is data: it goes in as text without marks of Markdown, so that nothing in it becomes a link or an image. */
export function memoryTooltip(memory: MemoryRecord): MarkdownString {
  const text = new MarkdownString('', true);
  text.appendMarkdown(`**${categoryLook(memory.category).one}** · `);
  text.appendMarkdown(
    escapeMarkdown(`${statusText(memory.status)} · ${ageLabel(memory.createdAt, Date.now())}`),
  );
  text.appendMarkdown('\n\n');
  text.appendMarkdown(escapeMarkdown(clip(plainText(memory.content.slice(0, lookedAt)))));
  const notes: [string, string | null][] = [
    [l10n.t('Why'), memory.why],
    [l10n.t('What'), memory.what],
    [l10n.t('Learned'), memory.learned],
    [l10n.t('From'), originText(memory)],
    [l10n.t('About'), memory.entities.length > 0 ? memory.entities.join(', ') : null],
    [
      l10n.t('Where'),
      memory.anchors.length > 0 ? memory.anchors.map((at) => `${at.path}:${at.startLine}`).join(', ') : null,
    ],
  ];
  for (const [name, value] of notes) {
    if (value === null || value === '') continue;
    text.appendMarkdown(`\n\n*${name}*: `);
    text.appendMarkdown(escapeMarkdown(clip(plainText(value.slice(0, lookedAt)))));
  }
  return text;
}

/** First line of a text without marks of Markdown, short enough for a message. */
export function brief(text: string, characters = 60): string {
  const [first = ''] = plainText(stripHidden(text.slice(0, lookedAt)).text)
    .trim()
    .split('\n');
  return first.length > characters ? `${first.slice(0, characters - 1).trimEnd()}…` : first;
}

function clip(text: string): string {
  return text.length > tooltipCharacters ? `${text.slice(0, tooltipCharacters)}…` : text;
}

function shortRef(ref: string): string {
  return /^[0-9a-f]{40,64}$/.test(ref) ? ref.slice(0, 7) : ref;
}

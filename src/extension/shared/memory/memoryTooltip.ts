import { l10n, MarkdownString } from 'vscode';
import { ageLabel } from '../../../core/text/ageLabel.ts';
import { plainText } from '../../../core/text/plainText.ts';
import type { MemoryRecord } from '../../../protocol/memoryRecord.ts';
import { escapeMarkdown } from '../platform/markdown.ts';
import { categoryLook } from './categoryLook.ts';
import { originText, quarantineText, statusText } from './memoryLabels.ts';

/** Tooltips are for a glance; the document has the whole text. */
const tooltipCharacters = 600;
/** Far more than is shown, and no more work than that. */
const lookedAt = 4_000;

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
    [l10n.t('In quarantine'), quarantineText(memory)],
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

function clip(text: string): string {
  return text.length > tooltipCharacters ? `${text.slice(0, tooltipCharacters)}…` : text;
}

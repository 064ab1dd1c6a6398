import { stripHidden } from '../../../core/text/hiddenCharacters.ts';

/**
 * Text as Markdown that shows exactly this text: nothing in it becomes a link, an image or an icon, or is hidden. Unlike the editor's
 * own `appendText` it leaves spaces alone, so that long lines wrap.
 */
export function escapeMarkdown(text: string): string {
  return stripHidden(text)
    .text.replaceAll(/[\\`*_{}[\]()#+\-.!~|<>&$:@"']/g, String.raw`\$&`)
    .replaceAll(/\r?\n/g, '  \n');
}

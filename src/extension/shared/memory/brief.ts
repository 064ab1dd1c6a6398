import { stripHidden } from '../../../core/text/hiddenCharacters.ts';
import { plainText } from '../../../core/text/plainText.ts';

/** Far more than is shown, and no more work than that. */
const lookedAt = 4_000;

/** First line of a text without marks of Markdown, short enough for a message. */
export function brief(text: string, characters = 60): string {
  const [first = ''] = plainText(stripHidden(text.slice(0, lookedAt)).text)
    .trim()
    .split('\n');
  return first.length > characters ? `${first.slice(0, characters - 1).trimEnd()}…` : first;
}

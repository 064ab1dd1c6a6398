import { stripHidden } from '../core/text/hiddenCharacters.ts';
import type { CleanTexts, TextCleaner } from './textCleaner.ts';

/** Takes out of what comes in what nobody sees (`core/text/hiddenCharacters.ts`), before secrets are looked for. */
export class HiddenCharacters implements TextCleaner {
  readonly name = 'hidden characters';

  clean(texts: readonly string[]): CleanTexts {
    const cleaned = texts.map(stripHidden);
    return {
      texts: cleaned.map(({ text }) => text),
      found: [...new Set(cleaned.flatMap(({ removed }) => removed))].toSorted(),
    };
  }

  say(found: readonly string[]): string {
    return `What cannot be seen was taken out before writing: ${found.join(', ')}.`;
  }
}

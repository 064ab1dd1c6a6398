import { withoutPrivate } from '../core/text/privateText.ts';
import type { CleanTexts, TextCleaner } from './textCleaner.ts';

/** Takes out of what comes in what its writer marked with `<private>…</private>` (`core/text/privateText.ts`). */
export class PrivateText implements TextCleaner {
  readonly name = 'private';
  // An embedding service is asked for the vector of a question.
  readonly cleansQuestions = true;

  clean(given: readonly string[]): CleanTexts {
    const { texts, isFound } = withoutPrivate(given);
    return { texts, found: isFound ? ['private text'] : [] };
  }

  say(): string {
    return 'What stood between <private> and </private> was left out, and is kept nowhere.';
  }
}

import { stripHidden } from './hiddenCharacters.ts';

/**
 * A value on its way in front of a person or a model: on one line, and nothing hidden in it. Whatever it says, it can
 * begin no line of its own, and so be no heading, no other memory, and no end of a list. Texts from before the check of
 * what comes in are shown by it too, so it trusts nothing that is stored.
 */
export function oneLine(text: string): string {
  // A blank of Braille is one for the eye, and not for `\s`.
  return stripHidden(text)
    .text.replaceAll(/[\s\u2800]+/gu, ' ')
    .trim();
}

/** Before each line of a text that is shown whole. No line of the product itself begins so. */
export const quoteMark = '| ';

/** A text that is shown whole, each of its lines behind a mark. Empty for an empty text. */
export function quotedText(text: string): string {
  const visible = stripHidden(text).text.replaceAll('\r', '').trim();
  return visible === '' ? '' : visible.replaceAll(/^.*$/gm, (line) => `${quoteMark}${line}`.trimEnd());
}

/** Texts after a cleaner, and the kinds of what it took out. */
export interface CleanTexts {
  /** As many as were given, in their order. */
  readonly texts: readonly string[];
  readonly found: readonly string[];
}

/** Takes something out of texts before they are written: see `IncomingText`. */
export interface TextCleaner {
  /** Under which the kinds that it finds are reported. */
  readonly name: string;
  /** Also what is only asked, and written nowhere, is cleaned by it. */
  readonly cleansQuestions?: true;
  /**
   * @param texts What one caller sent at once, in the order in which it is read: what is cut in two by the border of two
   *   fields stands at the end of one and the beginning of the next.
   */
  clean(texts: readonly string[]): CleanTexts | Promise<CleanTexts>;
  /**
   * True only where `clean` would find nothing in any of these groups of texts, each by itself. For what comes in numbers:
   * looking at all of them together costs less. A cleaner without it is asked for each group.
   */
  findsNothing?(groups: readonly (readonly string[])[]): boolean;
  /** One sentence for the answer: what was done. */
  say(found: readonly string[]): string;
}

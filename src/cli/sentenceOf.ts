/** What stands in a list of commands, as a sentence of its own. */
export const sentenceOf = (summary: string): string =>
  `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;

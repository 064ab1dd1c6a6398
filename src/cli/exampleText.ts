/** What stands below the help of a command: whole lines, as they are typed. */
export const exampleText = (examples: readonly string[]): string =>
  ['\nExamples:', ...examples.map((example) => `  $ ${example}`)].join('\n');

/**
 * What commander says of a wrong call, as the rest of this command line says it. A text that begins with "-" looks like an
 * option; whoever typed it cannot know what to do about that.
 */
export function complaint(text: string, command = 'recall'): string {
  const said = text.replace(/^error: /, 'memory-bridge: ');
  const [, option = ''] = /unknown option '(-[^']*)'/.exec(said) ?? [];
  const isText = /\s/.test(option) || /^-[^a-z-]/i.test(option) || /^-\w{2,}/.test(option);
  return isText
    ? `${said.trimEnd()}\nText that begins with "-" goes at the end, after "--", as in: memory-bridge ${command} -- "${option}"\n`
    : said.replace(
        /(too many arguments for 'remember'[^\n]*)/,
        '$1 Put the text in quotes: memory-bridge remember "…"',
      );
}

/** The command that is called, of those that take a text. */
export const commandIn = (args: readonly string[]): string | undefined =>
  args.find((arg) => ['remember', 'recall', 'edit'].includes(arg));

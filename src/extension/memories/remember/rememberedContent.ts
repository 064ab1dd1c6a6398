/** What is remembered: the typed words, and below them a selection of several lines as code. */
export function rememberedContent(
  typed: string,
  selection: { readonly text: string; readonly languageId: string } | undefined,
): string {
  if (!selection || !selection.text.trim().includes('\n')) return typed;
  // Only the end of the text has nothing behind it; without the look back every line feed of a gap would search for it.
  const code = selection.text.replaceAll('\r\n', '\n').replace(/(?<!\n)\n+$/, '');
  let longest = 2;
  for (const [ticks] of code.matchAll(/`+/g)) longest = Math.max(longest, ticks.length);
  const fence = '`'.repeat(longest + 1);
  return `${typed}\n\n${fence}${selection.languageId}\n${code}\n${fence}`;
}

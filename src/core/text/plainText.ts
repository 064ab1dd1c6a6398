/** Marks at the beginning of a line, and what a reader sees of them. */
const fence = /^\s*(?:```|~~~)/;
const heading = /^\s{0,3}#{1,6}\s+/;
const quote = /^\s{0,3}(?:>\s?)+/;
const bullet = /^(\s*)[-*+]\s+(?:\[[ xX]\]\s+)?(?=\S)/;
const rule = /^\s{0,3}(?:(?:[-*_]\s*){3,}|={3,})$/;
const tableRule = /^\s*\|?[\s:|-]*-[\s:|-]*\|[\s:|-]*$/;
const tableRow = /^\s*\|(.*)\|\s*$/;
/** Tags that Markdown is mixed with. What else stands in angle brackets is mostly code. */
const tag =
  /<\/?(?:a|b|blockquote|br|code|details|div|em|h[1-6]|hr|i|img|kbd|li|ol|p|pre|span|strong|sub|summary|sup|table|td|th|tr|ul)(?:\s[^<>]{0,300})?\/?>/gi;
const link = /!?\[([^\][]{0,300})\](?:\([^()\s]{0,1000}(?:\s"[^"]{0,200}")?\)|\[[^\][]{0,100}\])/g;
const address = /<((?:https?:\/\/|mailto:)[^<>\s]{1,1000})>/g;
const escaped = /\\([*_`#[\]~])/g;

/**
 * What a reader sees of a text that is written in Markdown, without its marks, line by line. What may be code stays as it
 * is: names with underscores, patterns of files, products, and whatever stands in back ticks.
 */
export function plainText(text: string): string {
  let isCode = false;
  const lines: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (fence.test(line)) isCode = !isCode;
    else if (isCode) lines.push(line);
    else if (!rule.test(line) && !tableRule.test(line)) lines.push(plainLine(line));
  }
  return lines.join('\n');
}

function plainLine(line: string): string {
  const block = line
    .replace(quote, '')
    .replace(heading, '')
    .replace(bullet, '$1• ')
    .replace(tableRow, (_, cells: string) =>
      cells
        .split('|')
        .map((cell) => cell.trim())
        .join(' · '),
    );
  let shown = '';
  let from = 0;
  for (const { start, end, ticks } of codeSpans(block)) {
    shown += plainProse(block.slice(from, start)) + block.slice(start + ticks, end - ticks);
    from = end;
  }
  return shown + plainProse(block.slice(from));
}

/** From a run of back ticks to the next one that is as long. One without a second is a back tick. */
function codeSpans(line: string): { start: number; end: number; ticks: number }[] {
  const runs = [...line.matchAll(/`+/g)].map(({ index, 0: run }) => ({ index, ticks: run.length }));
  const ends = new Map<number, number>();
  const endOf = runs
    .toReversed()
    .map(({ index, ticks }) => {
      const end = ends.get(ticks);
      ends.set(ticks, index + ticks);
      return end;
    })
    .toReversed();
  const spans: { start: number; end: number; ticks: number }[] = [];
  for (const [at, { index, ticks }] of runs.entries()) {
    const end = endOf[at];
    if (end === undefined || index < (spans.at(-1)?.end ?? 0)) continue;
    spans.push({ start: index, end, ticks });
  }
  return spans;
}

function plainProse(text: string): string {
  const shown = text.replaceAll(link, '$1').replaceAll(address, '$1').replaceAll(tag, ' ');
  return withoutEmphasis(shown).replaceAll(escaped, '$1');
}

const marks = /(?<![\\*_~])(\*{1,3}|_{1,3}|~~)(?![*_~])/g;

/** Pairs of marks of which the first stands before a word and the second behind one. */
function withoutEmphasis(text: string): string {
  const gone: { at: number; length: number }[] = [];
  const open = new Map<string, number>();
  for (const { index, 0: mark } of text.matchAll(marks)) {
    const [before, after] = [text.charAt(index - 1), text.charAt(index + mark.length)];
    const begun = open.get(mark);
    if (begun !== undefined && /\S/.test(before) && !/[\p{L}\p{N}/]/u.test(after)) {
      open.delete(mark);
      // `__init__` is a name.
      const isName = mark === '__' && /^\w+$/.test(text.slice(begun + 2, index).slice(0, 60));
      if (!isName) gone.push({ at: begun, length: mark.length }, { at: index, length: mark.length });
    } else if (/^[\p{L}\p{N}"'“‘(]/u.test(after) && !/[\p{L}\p{N}/]/u.test(before)) open.set(mark, index);
  }
  let rest = '';
  let from = 0;
  for (const { at, length } of gone.toSorted((left, right) => left.at - right.at)) {
    rest += text.slice(from, at);
    from = at + length;
  }
  return rest + text.slice(from);
}

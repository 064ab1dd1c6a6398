import { appPassword, type ValueStyle } from './secretShape.ts';

/** As much of a value is judged. What goes on behind it goes with it. */
export const longestValue = 512;

/** What a name before it says something of. */
export interface Value {
  readonly start: number;
  readonly end: number;
  readonly style: ValueStyle;
}

/** Where a match that begins here ends. */
export function at(pattern: RegExp, text: string, index: number): number | undefined {
  pattern.lastIndex = index;
  const match = pattern.exec(text);
  return match ? index + match[0].length : undefined;
}

const quotes: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '“': '”',
  '„': '“”',
  '«': '»',
  '「': '」',
  '『': '』',
  '‘': '’',
  '*': '*',
};

/** The value that begins here. `before` is what stands before its name. */
export function valueAt(text: string, from: number, style: ValueStyle, before = ''): Value | undefined {
  let start = from;
  // r"…", b'…', @"…", \"…\"
  const prefix = /(?:[rbufRBUFN@$]{1,2}(?=["'])|\\(?=["'])|\*\*(?=\S))/y;
  start = at(prefix, text, start) ?? start;
  const grouped = at(appPassword, text, start);
  if (grouped !== undefined) return { start, end: grouped, style };
  // """…"""
  start = at(/"{2}(?=")|'{2}(?=')/y, text, start) ?? start;
  const open = text[start] ?? '';
  const close = quotes[open];
  if (close !== undefined) {
    const end = closingQuote(text, start + 1, close);
    if (end !== undefined) return { start: start + 1, end, style: 'quoted' };
    start += 1;
  }
  const end = at(/\S{1,512}/y, text, start);
  if (end === undefined) return undefined;
  const isLast = style === 'line' && /^[ \t]*(?:$|\r?\n|[#;]|\/\/)/.test(text.slice(end, end + 60));
  const written = text.slice(start, end);
  const cut = isLast
    ? trimmedLine(written)
    : trimmedWord(
        written,
        before === '?' || before === '&' || /[?&][\w.-]*$/.test(text.slice(Math.max(0, from - 40), from - 1)),
      );
  return cut === ''
    ? undefined
    : { start, end: start + cut.length, style: style === 'line' && !isLast ? 'inline' : style };
}

function closingQuote(text: string, from: number, close: string): number | undefined {
  for (let index = from; index < text.length && index - from < longestValue; index++) {
    const here = text[index] ?? '';
    if (here === '\n') return undefined;
    if (close.includes(here)) return text[index - 1] === '\\' ? index - 1 : index;
  }
  return undefined;
}

/** What says that a value begins on the next line: a block of YAML, a long string, the end of a line of a shell. */
const opensBelow =
  /(?:[|>][-+\d]{0,2}|\\|"""|'''|<<[-~]?["']?\w{1,20}["']?)[ \t]{0,20}(?:#[^\n]{0,100})?\r?\n[ \t]{0,40}/y;
/** Code breaks the line before a string that is too long for it, and lists have a mark. */
const standsBelow = /\r?\n[ \t]{0,60}(?:(?=["'`])|-[ \t]{1,3})/y;
/** `!!str`, `&anchor` */
const tag = /(?:!!?[\w:]{1,20}|&\w{1,40})[ \t]{1,3}/y;

/** The value below a name with a mark behind it. `from` is the place behind the mark. */
export function valueBelow(text: string, from: number): Value | undefined {
  const opened = at(opensBelow, text, from);
  if (opened !== undefined) return valueAt(text, opened, 'line');
  const stands = at(standsBelow, text, from);
  return stands === undefined ? undefined : valueAt(text, stands, 'inline');
}

/** Where a value begins behind what YAML says of it. */
export const behindTag = (text: string, from: number): number => at(tag, text, from) ?? from;

const trimmedLine = (word: string): string => word.replace(/["']?[,;]?$|`$/, '');

/** Without the marks of a sentence and of code behind it; a value in an address ends at the next one. */
function trimmedWord(word: string, isInAddress: boolean): string {
  const end = word.search(isInAddress ? /[&"'`<>;,]/ : /["'`<>;]|,(?=\S*[=:])|[。，、）」；]|\\["nrt]/);
  const cut = end < 0 ? word : word.slice(0, end);
  return cut.replace(/[.,:!?)\]}*…]{1,6}$/, '');
}

import type { LanguageSyntax } from './entityReferenceLanguages.ts';
import { pathBefore } from './entityReferencePaths.ts';

/** A comment or docstring whose beginning was cut off: where its text ends, and where code goes on. */
export interface CutText {
  readonly kind: 'comment' | 'string';
  readonly end: number;
  readonly next: number;
}

/** What a text of code begins in the middle of, if anything shows it. */
export function cutText(text: string, syntax: LanguageSyntax): CutText | undefined {
  const hasBlocks = syntax.block.some(([open]) => open === '/*');
  if (hasBlocks && syntax.hasHashColours !== true && starLine.test(text.slice(0, lineReach)))
    return cutComment(text);
  return (hasBlocks ? closedComment(text) : undefined) ?? cutDocstring(text, syntax);
}

const lineReach = 200;
/** ` * …` and no `*p = …`. */
const starLine = /^[ \t]{0,40}\*(?:[ \t]|[-=*_]{3}|\r?\n|\r?$)/;

/** Lines with a star go on to be one comment. */
function cutComment(text: string): CutText {
  const close = text.indexOf('*/');
  const last = close < 0 ? text.length : close;
  for (let at = 0; at < last;) {
    const newline = text.indexOf('\n', at);
    if (!starLine.test(text.slice(at, at + lineReach))) return { kind: 'comment', end: at, next: at };
    if (newline < 0 || newline >= last) break;
    at = newline + 1;
  }
  return { kind: 'comment', end: last, next: Math.min(last + 2, text.length) };
}

/** A comment is closed that nothing has opened: no string nor expression has a blank before and a line's end behind that. */
function closedComment(text: string): CutText | undefined {
  const end = text.indexOf('*/');
  if (
    end < 0 ||
    !/\s/.test(text[end - 1] ?? '.') ||
    !/^[ \t\r]*(?:\n|$)/.test(text.slice(end + 2, end + lineReach))
  )
    return undefined;
  const opener = text.indexOf('/*');
  return opener >= 0 && opener < end ? undefined : { kind: 'comment', end, next: end + 2 };
}

/** A line of words, and no code. */
const words = /^[ \t]*(?:[-*+•:][ \t]?)?[`"'([]{0,3}\p{L}[^=#{}]*$/u;
const codeStart =
  /^[ \t]*(?:(?:import|from|def|class|return|raise|async|with|for|while|if|elif|assert)\b[^.!?]*$|.*\($)/;
const sentenceEnd = /(?<!\.\.)[.!?。！？…][)"'`\]]{0,2}$/;

/** The first quotes of a docstring close it when a sentence ends there. */
function cutDocstring(text: string, syntax: LanguageSyntax): CutText | undefined {
  const marks = syntax.strings.map(({ open }) => open).filter((open) => open.length === 3);
  const places = marks.map((open) => text.indexOf(open)).filter((at) => at >= 0);
  if (places.length === 0) return undefined;
  const end = Math.min(...places);
  const before = text.slice(Math.max(0, end - lineReach * 2), end);
  const isAlone = /(?:^|\n)[ \t]*$/.test(before);
  if (isAlone && !/^[ \t\r]*(?:\n|$)/.test(text.slice(end + 3, end + 3 + lineReach))) return undefined;
  const said = isAlone ? before.trimEnd() : before;
  const line = said.slice(said.lastIndexOf('\n') + 1).replaceAll(/#(?=\d)/g, '');
  const isEnded = sentenceEnd.test(line) || (!isAlone && /[\p{L}\d]{3}$/u.test(line));
  return isEnded && words.test(line) && !codeStart.test(line)
    ? { kind: 'string', end, next: end + 3 }
    : undefined;
}

/** Behind these words nobody opens a comment that begins with digits and no blank. */
const talk =
  /(?:(?<![\w.$@=/-])(?:issues?|bugs?|tickets?|prs?|pull requests?|mrs?|merge requests?|see|refs?|references?|fix(?:e[sd])?|close[sd]?|resolve[sd]?|discussion)[ \t]{1,2}|(?:见|見|参照|参考|修复|修復|修正|关闭|關閉|解决|解決|問題|问题|課題|対応|詳細は?|이슈|참고|해결)[ \t:：]{1,2})\(?$/i;
/** `a test for #4711`: code has a name behind these words. */
const placed =
  /(?<![\w.$@=/-])[\p{L}'’]{2,}[.,]? (?:for|of|by|before|after|since|until|with|from|because of|introduced in|in|via|per|such as|like) $/iu;
/** Words with single blanks between them that begin with a capital. */
const sentence = /^[ \t]*(?:[-*+•][ \t])?\p{Lu}[\p{L}'’-]+(?: [\p{L}\d`'’"().,:;-]+){2,} \(?$/u;
/** `It is read from there. owner/name#12` */
const ended = /(?<![\w.$@=/-])[\p{L}'’]{2,}[.:] $/u;
/** `#4711: keep the types`: three digits and more count no steps. */
const numbered = /^#[1-9]\d{2,8}(?::[ \t]|[ \t][-–—][ \t])["'`(]?\p{L}{2}/u;
const number = /^#0{0,9}[1-9]\d{0,8}(?![\w#=]|[.-]\w)/;
const reach = 160;

/** Where a reference begins whose `#` would open a comment, were it not for what stands around it. */
export function referenceAtHash(text: string, at: number): number | undefined {
  const after = text.slice(at, at + 24);
  if (!number.test(after)) return undefined;
  const before = text.slice(Math.max(0, at - reach), at);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const path = pathBefore(text, at);
  if (path === '') {
    if (!/(?:^|[\s(])$/.test(line)) return undefined;
    // `port = 80 #8080: …` has another value there.
    return talk.test(line) ||
      (placed.test(line) && /^#\d{3}/.test(after)) ||
      isInBrackets(line, after) ||
      (numbered.test(after) && !/[\d"'][ \t]*$/.test(line))
      ? at
      : undefined;
  }
  if (!/^[\w.-]+(?:\/[\w.-]+)+$/.test(path)) return undefined;
  const lead = line.slice(0, Math.max(0, line.length - path.length));
  const isAlone = /^[ \t]*$/.test(lead) && /^#\d{1,18}[.,]?[ \t\r]*(?:\n|$)/.test(after);
  return isAlone || talk.test(lead) || sentence.test(lead) || ended.test(lead) || isInBrackets(lead, after)
    ? at - path.length
    : undefined;
}

/** `(#12)`, which no code can mean: the comment would hold the bracket that closes it. */
const isInBrackets = (line: string, after: string): boolean =>
  /(?:^|\s)\($/.test(line) && /^#\d{1,18}\)/.test(after);

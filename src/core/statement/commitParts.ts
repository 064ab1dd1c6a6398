import { withoutHtmlComments } from '../text/htmlComments.ts';

/** A paragraph of a commit message. */
export interface Paragraph {
  readonly lines: readonly string[];
  /** Fenced, quoted or indented: somebody's example, not the author's statement. */
  readonly isCode: boolean;
}

/** One message of those that a squash has put together; of any other commit the only one. */
export interface MessagePart {
  /** Its first line, without what the squash put before it; empty for what stands below a list of commits. */
  readonly subject: string;
  /** Runs of paragraphs between separator lines; trailers may end each, as they do before a `---` for git. */
  readonly sections: readonly (readonly Paragraph[])[];
}

/** Characters read of a message, of which trailers stand near the end. */
export const maxMessageLength = 200_000;
const maxHead = 50_000;

/** A message as far as it is read: of one that is too long the middle is left out. */
export function limitMessage(message: string): string {
  if (message.length <= maxMessageLength) return message;
  return `${message.slice(0, maxHead)}\n\n${message.slice(maxHead - maxMessageLength)}`;
}

/** `git commit --verbose` leaves the patch below such a line when nothing cleans it up. */
const scissors = /^. -{8,} >8 -{8,}$/;
const patch = /^diff --git \S/;
/** Git's own words in the editor, when nothing cleaned them up; the mark before them is a setting. */
const instructions = /^[^\w\s] Please enter the commit message for your changes\./;
const combined =
  /^# This is (?:the (?:\d+(?:st|nd|rd|th) commit message|commit message #\d+)|a combination of \d+ commits)[.:]?$/;
const squashedCommit = /^commit [0-9a-f]{7,64}(?: \(.*\))?$/;
const commitHeader = /^(?:Author|AuthorDate|Commit|CommitDate|Date|Merge):\s/;
/** `* Subject`, with which forges begin each commit of a squash; the list of a merge (`* commit '…':`) looks alike. */
const bullet = /^[*-] (?=\S)/;
const separator = /^(?:([-_=*])(?: ?\1){2,}|--)$/;
const indentedCode = /^(?: {4}|\t)/;
const quoted = /^\s*>/;

/** Splits a message into its parts. The first line of the first is the subject of the commit. */
export function splitMessage(message: string): MessagePart[] {
  const text = withoutHtmlComments(limitMessage(message).replaceAll(/\r\n?/g, '\n')).trim();
  const lines = text.split('\n').map((line) => line.trimEnd());
  const end = lines.findIndex((line) => scissors.test(line) || patch.test(line) || instructions.test(line));
  return splitSquash(end < 0 ? lines : lines.slice(0, end)).flatMap(splitBullets);
}

interface Draft {
  subject: string;
  lines: string[];
}

/** Takes apart the texts of `git merge --squash` and of `git rebase` with squash. */
function splitSquash(lines: readonly string[]): Draft[] {
  let current: Draft = { subject: lines[0] ?? '', lines: [] };
  const drafts = [current];
  const begin = (): Draft => {
    current = { subject: '', lines: [] };
    drafts.push(current);
    return current;
  };
  let isIndented = false;
  let wantsSubject = combined.test(current.subject);
  for (let at = 1; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (squashedCommit.test(line) && commitHeader.test(lines[at + 1] ?? '')) {
      begin();
      while (commitHeader.test(lines[at + 1] ?? '')) at++;
      [isIndented, wantsSubject] = [true, true];
    } else if (combined.test(line)) {
      begin();
      [isIndented, wantsSubject] = [false, true];
    } else {
      if (isIndented && line !== '' && !line.startsWith('    ')) {
        begin();
        [isIndented, wantsSubject] = [false, false];
      }
      const text = isIndented ? line.slice(4) : line;
      if (wantsSubject && text.trim() !== '') {
        current.subject = text.trim();
        wantsSubject = false;
      } else current.lines.push(text);
    }
  }
  return drafts;
}

function splitBullets(draft: Draft): MessagePart[] {
  const parts: { subject: string; sections: Paragraph[][] }[] = [
    { subject: draft.subject.trim(), sections: [[]] },
  ];
  for (const item of paragraphsOf(draft.lines)) {
    const [first = ''] = item === 'separator' ? [] : item.lines;
    if (item === 'separator') parts.at(-1)?.sections.push([]);
    else if (!item.isCode && bullet.test(first))
      parts.push({
        subject: first.replace(bullet, ''),
        sections: item.lines.length > 1 ? [[{ lines: item.lines.slice(1), isCode: false }]] : [[]],
      });
    else parts.at(-1)?.sections.at(-1)?.push(item);
  }
  return parts;
}

/** Blocks that are kept whole, whatever stands in them. */
const element = /^<(details|pre|blockquote|code|table)\b/i;

function paragraphsOf(lines: readonly string[]): (Paragraph | 'separator')[] {
  const found: (Paragraph | 'separator')[] = [];
  let current: string[] = [];
  let isEnd: ((line: string) => boolean) | undefined;
  const flush = (isCode: boolean): void => {
    if (current.length > 0) found.push({ lines: current, isCode: isCode || isExample(current) });
    current = [];
  };
  for (const line of lines) {
    if (isEnd) {
      current.push(line);
      if (isEnd(line)) {
        isEnd = undefined;
        flush(true);
      }
    } else if ((isEnd = endOfBlock(line))) {
      flush(false);
      current.push(line);
    } else if (line.trim() === '') flush(false);
    else if (separator.test(line)) {
      flush(false);
      found.push('separator');
    } else current.push(line);
  }
  flush(isEnd !== undefined);
  return found;
}

/** How the block ends that a line opens; undefined for a line that opens none. */
function endOfBlock(line: string): ((line: string) => boolean) | undefined {
  const [, mark = '', info = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
  if (mark !== '' && !(mark.startsWith('`') && info.includes('`')))
    return (each) => each.trim().startsWith(mark) && each.trim().replaceAll(mark.charAt(0), '') === '';
  const name = element.exec(line)?.[1]?.toLowerCase();
  const closing = name === undefined ? '' : `</${name}>`;
  return name === undefined || line.toLowerCase().includes(closing)
    ? undefined
    : (each) => each.toLowerCase().includes(closing);
}

const isExample = (lines: readonly string[]): boolean =>
  indentedCode.test(lines[0] ?? '') ||
  element.test(lines[0] ?? '') ||
  lines.some((line) => quoted.test(line));

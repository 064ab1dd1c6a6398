import type { AdrStatus } from './adrStatus.ts';
import {
  deniedAfter,
  fillers,
  notYetAfter,
  partlyAfter,
  statusWords,
  successorFollows,
  turnedRound,
} from './adrStatusWords.ts';

/** What is crossed out. */
export const struck = /~~[^~]*~~|<(del|s|strike)>[^<]*<\/\1>|\[\.?line-through\]#[^#]*#/giu;
const openBox = /^\s*(?:[-*+]\s+)?(?:\[\s?\]|☐|⬜)/u;
/** `[2. Use X](0002-use-x.md)` names another record, `[Accepted](…)` is a status that leads somewhere. */
const link = /!?\[([^\][]*)\](?:\([^()]*\)|\[[^\][]*\])?/gu;
const ownName = /^\s*(?:(?:adr|madr|rfc)?[-_ ]?\d|.{0,200}\.(?:md|adoc|rst|txt)\s*$)/iu;
const listMark = /^\s*(?:[-*+•>]|\d{1,3}[.)](?!\d))\s+/u;

/** A line as it reads: without what is crossed out, unticked or marked up, other records' names left out. */
export function readable(line: string): string {
  if (openBox.test(line)) return '';
  return line
    .normalize('NFC')
    .replaceAll(struck, ' ')
    .replace(listMark, '')
    .replaceAll(link, (_, text: string) => (ownName.test(text) ? ' § ' : text))
    .replaceAll(/<[^<>]*>|[*_`"“”]/gu, ' ');
}

/** A state as a sentence names it, with what turns it round taken into account. */
export interface StatusWord {
  readonly status: AdrStatus;
  readonly start: number;
  readonly end: number;
  /** Nothing but fillers between it and the start of its part of the sentence. */
  readonly isLed: boolean;
  readonly inBrackets: boolean;
}

/** The states that a sentence names, in their order. */
export function statusWordsOf(clause: string): StatusWord[] {
  const found = statusWords
    .flatMap(([status, patterns]) =>
      patterns.flatMap((pattern) =>
        [...clause.matchAll(pattern)].map((match) => ({
          status,
          start: match.index,
          end: match.index + match[0].length,
        })),
      ),
    )
    .toSorted((a, b) => a.start - b.start || b.end - a.end);
  const words: StatusWord[] = [];
  let from = 0;
  for (const { status: written, start, end } of found) {
    if (start < from) continue;
    const lead = clause.slice(0, start);
    const status = meantBy(written, lead, clause.slice(end, end + 30));
    from = end;
    if (!status) continue;
    const part = lead.split(/[,:|/()[\]–—→⇒➜➔、，：（）]|\s-\s|[-=]>/u).at(-1) ?? '';
    const inBrackets =
      lead.lastIndexOf('(') > lead.lastIndexOf(')') || lead.lastIndexOf('（') > lead.lastIndexOf('）');
    const isLed = !/\p{L}/u.test(part.replaceAll(fillers, ''));
    words.push({ status, start, end, isLed, inBrackets });
    if (status === 'superseded' && successorFollows.test(clause.slice(end, end + 20))) break;
  }
  return words;
}

/** What a word means behind `not`, `no longer`, `partly` and the like; undefined when it then says nothing. */
function meantBy(status: AdrStatus, lead: string, rest: string): AdrStatus | undefined {
  const near = lead.slice(-40);
  const isOver = status !== 'accepted' && status !== 'proposed';
  if (turnedRound.past.test(near)) return undefined;
  if (turnedRound.noLonger.test(near))
    return status === 'accepted' ? 'deprecated' : isOver ? status : undefined;
  if (turnedRound.notYet.test(near)) return status === 'accepted' ? 'proposed' : undefined;
  if (turnedRound.not.test(near))
    return status !== 'accepted' ? undefined : notYetAfter.test(rest) ? 'proposed' : 'rejected';
  if (deniedAfter.test(rest)) return status === 'accepted' ? 'proposed' : undefined;
  if ((turnedRound.partly.test(near) || partlyAfter.test(rest)) && isOver) return 'accepted';
  return status;
}

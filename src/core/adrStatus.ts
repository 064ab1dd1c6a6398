import { deniedAfter, fillers, statusWords, successorFollows, turnedRound } from './adrStatusWords.ts';
import { withoutHtmlComments } from './htmlComments.ts';

/** Where a decision record stands, in the words of Nygard and MADR, whatever words the record itself uses. */
export const adrStatuses = [
  'accepted',
  'proposed',
  'superseded',
  'deprecated',
  'rejected',
  'withdrawn',
] as const;
export type AdrStatus = (typeof adrStatuses)[number];

/**
 * Whether what a record decides holds now: it is accepted, or says nothing about it, as a record without a status is
 * taken for a decision that was made.
 */
export function isInForce(status: AdrStatus | undefined): boolean {
  return status === undefined || status === 'accepted';
}

/** Whether what a record decides has been taken back or was never taken; a proposal has not been, yet. */
export function isEnded(status: AdrStatus | undefined): boolean {
  return !isInForce(status) && status !== 'proposed';
}

/** Lines read of a text about a status, and characters of one line: more is no status but an essay. */
const maxLines = 100;
const maxLineLength = 300;

/** One statement about the status, of which a history has several. */
interface Statement {
  readonly status: AdrStatus;
  /** It begins with the state, rather than speaking of one somewhere. */
  readonly isHeaded: boolean;
  /** Days, roughly, so that two can be compared; undefined without a date. */
  readonly day: number | undefined;
  readonly isMarkedCurrent: boolean;
}

/** The status that a text about it tells. Of a history the statement counts that holds now. */
export function readAdrStatus(text: string): AdrStatus | undefined {
  const lines = withoutHtmlComments(text).split('\n', maxLines);
  const statements = lines.flatMap((line) => statementsOf(line.slice(0, maxLineLength)));
  const headed = statements.filter(({ isHeaded }) => isHeaded);
  return currentOf(headed.length > 0 ? headed : statements);
}

const recordWord =
  /(?<!\p{L})(?:adr|madr|record|decision|document|proposal|entscheidung|dokument|décision|decisión|decisão|decisione|besluit|beslissing|decyzja|решение)(?!\p{L})|决策|決策|决定|決定|결정/iu;
const bannerMark =
  /^\s*(?:>|\*\*|__|\[|[⚠⛔❌🚫🛑]|:\w+:|(?:warning|note|important|caution|achtung|hinweis)\b)/iu;
const bannerEnd =
  /^[\s*_]*(?:$|[^\p{L}\s]|(?:by|since|in favou?r|as of|on|and|durch|seit|zugunsten|par|depuis|por|desde|da|dal|door|sinds|przez|od|с)(?!\p{L}))/iu;

/**
 * The state that a line outside any status gives to this very record: `Superseded by ADR 9`, a mark in brackets, or a
 * sentence about the record. `Deprecated drivers go` speaks of something else.
 */
export function readEndedBanner(line: string): AdrStatus | undefined {
  const text = readable(line.slice(0, maxLineLength));
  const [word] = wordsOf(text);
  if (!word?.isHead || !isEnded(word.status)) return undefined;
  const rest = text.slice(word.end);
  const isAlone = !/\p{L}/u.test(rest);
  const isSuccession = word.status === 'superseded' && successorFollows.test(rest) && /[\d§]/.test(rest);
  const isOfRecord = recordWord.test(text.slice(0, word.start));
  const isMarked = bannerMark.test(line) && bannerEnd.test(rest);
  return isAlone || isSuccession || isOfRecord || isMarked ? word.status : undefined;
}

const struck = /~~[^~]*~~|<(del|s|strike)>[^<]*<\/\1>|\[\.?line-through\]#[^#]*#/giu;
const openBox = /^\s*(?:[-*+]\s+)?(?:\[\s?\]|☐|⬜)/u;
/** `[2. Use X](0002-use-x.md)` names another record, `[Accepted](…)` is a status that leads somewhere. */
const link = /!?\[([^\][]*)\](?:\([^()]*\)|\[[^\][]*\])?/gu;
const ownName = /^\s*(?:(?:adr|madr|rfc)?[-_ ]?\d|.{0,200}\.(?:md|adoc|rst|txt)\s*$)/iu;
const listMark = /^\s*(?:[-*+•>]|\d{1,3}[.)](?!\d))\s+/u;

/** A line as it reads: without what is crossed out, unticked or marked up, other records' names left out. */
function readable(line: string): string {
  if (openBox.test(line)) return '';
  return line
    .normalize('NFC')
    .replaceAll(struck, ' ')
    .replace(listMark, '')
    .replaceAll(link, (_, text: string) => (ownName.test(text) ? ' § ' : text))
    .replaceAll(/<[^<>]*>|[*_`"“”]/gu, ' ');
}

function statementsOf(line: string): Statement[] {
  return readable(line)
    .split(/[.;](?=\s|$)|[。；]/u)
    .flatMap((clause) => statementsIn(clause));
}

const currentMark =
  /[([]\s*(?:current|now|aktuell|actuel|actual|atual|attuale|huidig|obecny|текущий|当前|現在|현재)\p{L}*\s*[)\]]|←|⬅/iu;
const arrow = /→|⇒|➜|➔|[-=]>/u;
const choice = /[|/{]|\bor\b/u;

function statementsIn(clause: string): Statement[] {
  const words = wordsOf(clause);
  const dates = datesIn(clause);
  // `{proposed | rejected | accepted}` is a template that nobody has filled in.
  const kinds = new Set(words.map(({ status }) => status));
  if (kinds.size > 2 && choice.test(clause) && dates.length === 0) return [];
  const heads = arrow.test(clause) ? words : words.filter(({ isHead }) => isHead);
  const isMarkedCurrent = currentMark.test(clause);
  // `proposed 2024-01-01, accepted 2024-02-01`
  if (heads.length > 1 && heads.length === dates.length)
    return heads.map(({ status }, at) => ({
      status,
      isHeaded: true,
      day: dates[at],
      isMarkedCurrent: false,
    }));
  const word = heads.at(-1) ?? words[0];
  return word ? [{ status: word.status, isHeaded: word.isHead, day: dates[0], isMarkedCurrent }] : [];
}

interface StatusWord {
  readonly status: AdrStatus;
  readonly start: number;
  readonly end: number;
  /** Nothing but fillers between it and the start of its part of the sentence. */
  readonly isHead: boolean;
}

function wordsOf(clause: string): StatusWord[] {
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
    const status = meantBy(written, lead, clause.slice(end, end + 12));
    from = end;
    if (!status) continue;
    const part = lead.split(/[,:|/()[\]–—→⇒➜➔、，：（）]|\s-\s|[-=]>/u).at(-1) ?? '';
    const inBrackets =
      lead.lastIndexOf('(') > lead.lastIndexOf(')') || lead.lastIndexOf('（') > lead.lastIndexOf('）');
    const isHead =
      !/\p{L}/u.test(part.replaceAll(fillers, '')) && (!inBrackets || isEnded(status) || words.length === 0);
    words.push({ status, start, end, isHead });
    if (status === 'superseded' && successorFollows.test(clause.slice(end, end + 20))) break;
  }
  return words;
}

/** What a word means behind `not`, `no longer`, `partly` and the like; undefined when it then says nothing. */
function meantBy(status: AdrStatus, lead: string, rest: string): AdrStatus | undefined {
  const near = lead.slice(-40);
  if (turnedRound.past.test(near)) return undefined;
  if (turnedRound.noLonger.test(near))
    return status === 'accepted' ? 'deprecated' : isEnded(status) ? status : undefined;
  if (turnedRound.notYet.test(near)) return status === 'accepted' ? 'proposed' : undefined;
  if (turnedRound.not.test(near)) return status === 'accepted' ? 'rejected' : undefined;
  if (deniedAfter.test(rest)) return status === 'accepted' ? 'proposed' : undefined;
  if (turnedRound.partly.test(near) && isEnded(status)) return 'accepted';
  return status;
}

const months = 'jan|f[ée]b|m[aä]r|a[pv]r|ma[iyg]|ju?i?n|ju?i?l|a[uo][gu]|sep|o[ck]t|nov|de[cz]'.split('|');
const anyDate = new RegExp(
  [
    '(?<year>(?:19|20)\\d\\d)[-/.年]\\s?(?<month>\\d{1,2})(?:[-/.月]\\s?(?<day>\\d{1,2}))?',
    '(?<lastDay>\\d{1,2})[./-](?<lastMonth>\\d{1,2})[./-](?<lastYear>(?:19|20)\\d\\d)',
    `(?<!\\p{L})(?<name>(?:${months.join('|')}))\\p{L}*\\.?\\s+(?:\\d{1,2},?\\s+)?(?<namedYear>(?:19|20)\\d\\d)`,
    '(?<!\\d)(?<alone>(?:19|20)\\d\\d)(?!\\d)',
  ].join('|'),
  'giu',
);

/** The dates of a text as days, roughly: enough to tell which of two is later. */
function datesIn(text: string): number[] {
  return [...text.matchAll(anyDate)].map(({ groups = {} }) => {
    const { year, month, day, lastYear, lastMonth, lastDay, name, namedYear, alone } = groups;
    if (year) return days(year, month, day);
    if (lastYear) return days(lastYear, lastMonth, lastDay);
    return namedYear ? days(namedYear, String(monthOf(name ?? ''))) : days(alone);
  });
}

const days = (year = '0', month = '0', day = '0'): number =>
  Number(year) * 372 + Number(month) * 31 + Number(day);

function monthOf(name: string): number {
  return months.findIndex((month) => new RegExp(`^(?:${month})`, 'iu').test(name)) + 1;
}

/** The latest date decides where there are dates; else the last entry, unless the history runs back to a proposal. */
function currentOf(statements: readonly Statement[]): AdrStatus | undefined {
  const [first] = statements;
  const last = statements.at(-1);
  if (!first || !last || statements.length === 1) return first?.status;
  const marked = statements.find(({ isMarkedCurrent }) => isMarkedCurrent);
  if (marked) return marked.status;
  const dated = statements.filter(({ day }) => day !== undefined);
  if (dated.length > 0) {
    const latest = dated.reduce((a, b) => ((b.day ?? 0) >= (a.day ?? 0) ? b : a));
    if (first.day === undefined) return isEnded(first.status) ? first.status : latest.status;
    if (last.day === undefined && latest === dated.at(-1)) return last.status;
    return latest.status;
  }
  return last.status === 'proposed' ? first.status : last.status;
}

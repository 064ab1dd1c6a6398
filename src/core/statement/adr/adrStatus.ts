import { datesIn } from './adrDates.ts';
import { readable, type StatusWord, statusWordsOf, struck } from './adrStatusText.ts';
import { successorFollows } from './adrStatusWords.ts';
import { withoutHtmlComments } from '../../text/htmlComments.ts';

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
  return currentOf(headed.length > 0 ? headed : statements) ?? crossedOut(lines);
}

/** Of a record whose only state is crossed out nothing is known but that it does not hold. */
function crossedOut(lines: readonly string[]): AdrStatus | undefined {
  const marked = lines.flatMap((line) => line.slice(0, maxLineLength).match(struck) ?? []);
  const words = marked.flatMap((text) => statusWordsOf(text.replaceAll(/[~<>#[\]]/g, ' ')));
  return words.length > 0 ? (words.map(({ status }) => status).find(isEnded) ?? 'deprecated') : undefined;
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
  const [word] = statusWordsOf(text);
  if (!word?.isLed || !isEnded(word.status)) return undefined;
  const rest = text.slice(word.end);
  const isAlone = !/\p{L}/u.test(rest);
  const isSuccession = word.status === 'superseded' && successorFollows.test(rest) && /[\d§]/.test(rest);
  const isOfRecord = recordWord.test(text.slice(0, word.start));
  const isMarked = bannerMark.test(line) && bannerEnd.test(rest);
  return isAlone || isSuccession || isOfRecord || isMarked ? word.status : undefined;
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
  const words = statusWordsOf(clause);
  const dates = datesIn(clause);
  // `{proposed | rejected | accepted}` is a template that nobody has filled in.
  const kinds = new Set(words.map(({ status }) => status));
  if (kinds.size > 2 && choice.test(clause) && dates.length === 0) return [];
  const heads = arrow.test(clause) ? words : words.filter(isHead);
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
  const isHeaded = heads.length > 0;
  return word ? [{ status: word.status, isHeaded, day: dates[0], isMarkedCurrent }] : [];
}

/** Whether a sentence has a word for its state: in brackets behind another one, only an end is. */
const isHead = ({ status, isLed, inBrackets }: StatusWord, at: number): boolean =>
  isLed && (!inBrackets || at === 0 || isEnded(status));

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

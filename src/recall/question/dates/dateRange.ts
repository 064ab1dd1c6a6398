import { type ParsedResult, casual } from 'chrono-node/en';
import { type TimeSpan, unitAround } from './calendar.ts';
import { type DateMention, findRelativeDates, timesSought } from './relativeDates.ts';

/** The time that a question is about. */
export interface DateRange extends TimeSpan {
  /** The words that say so, as the person wrote them. */
  readonly text: string;
  /** The question without them. */
  readonly rest: string;
}

const before = /\b(?:before|until|till|prior to|up to)\s+(?:the\s+)?$/iu;
const after = /\b(?:since|after|starting)\s+(?:the\s+)?$/iu;
/** Little words that belong to the date and are noise without it. */
const introduction =
  /\b(?:in|on|at|of|from|since|after|before|until|till|during|over|within|for|by|around|back|the|late|early|mid|earlier|prior to|up to|starting)\s+$/iu;
/** Words that are also names of days and months: only a word before them, or a number beside them, makes them dates. */
const ambiguous = /^(?:march|may|mar|jan|jun|sat|sun|mon|wed|fri|now|second|sec|min|dec)$/iu;
const makesDate = /\b(?:in|on|of|since|from|during|before|after|until|till|last|this|early|late|mid)\s+$/iu;
const forever = Number.MAX_SAFE_INTEGER;

/**
 * The span of time that a question names ("last week", "in March", "since 12 May", "between 3 and 9 June"). Times of day,
 * durations and the future are no dates here: memories are of the past, and "5 seconds" is a timeout. Undefined when
 * there is none, or when it names several that do not fit together.
 */
export function findDateRange(query: string, now: number): DateRange | undefined {
  const mentions = findMentions(query.slice(0, timesSought), now).sort((a, b) => a.start - b.start);
  const [first, ...others] = mentions;
  if (!first) return undefined;
  const last = others.at(-1) ?? first;
  const lead = query.slice(0, first.start);
  // "from X to Y" and "between X and Y" are one span; dates that merely stand in one sentence are their hull.
  const span = {
    from: Math.min(...mentions.map(({ span: each }) => each.from)),
    until: Math.max(...mentions.map(({ span: each }) => each.until)),
  };
  const open = others.length > 0 ? span : opened(span, lead);
  if (open.from > now) return undefined;
  return { ...open, text: query.slice(first.start, last.end), rest: without(query, mentions) };
}

function opened(span: TimeSpan, lead: string): TimeSpan {
  if (before.test(lead)) return { from: 0, until: span.from };
  if (after.test(lead)) return { from: span.from, until: forever };
  return span;
}

function findMentions(query: string, now: number): DateMention[] {
  const relative = findRelativeDates(query, now);
  // Blanked and not cut out, so that places in the text stay what they are.
  const rest = relative.reduce((text, { start, end }) => blank(text, start, end), query);
  const named = casual.parse(rest, new Date(now)).flatMap((result) => {
    const span = isDate(result, rest) ? spanOf(result, now) : undefined;
    return span ? [{ start: result.index, end: result.index + result.text.length, span }] : [];
  });
  return [...relative, ...named];
}

function isDate({ start, text, index }: ParsedResult, query: string): boolean {
  if (start.isCertain('hour') || start.isCertain('minute') || start.isCertain('second')) return false;
  if (!ambiguous.test(text)) return true;
  return makesDate.test(query.slice(0, index));
}

function spanOf({ start, end, text }: ParsedResult, now: number): TimeSpan | undefined {
  const unit =
    start.isCertain('day') || start.isCertain('weekday') || !start.isCertain('month') ? 'day' : 'month';
  const first = start.date();
  const last = end?.date();
  // Without a year or a week, a name means the last one that has been.
  const isFloating = !start.isCertain('year') && !/\bnext\b/iu.test(text);
  if (isFloating && first.getTime() > now)
    for (const each of [first, last]) stepBack(each, start.isCertain('weekday') ? 'week' : 'year');
  const { from, until } = unitAround(first.getTime(), unit);
  if (!end || !last) return { from, until };
  const endUnit = end.isCertain('day') || end.isCertain('weekday') ? 'day' : unit;
  return { from, until: unitAround(last.getTime(), endUnit).until };
}

function stepBack(date: Date | undefined, step: 'week' | 'year'): void {
  if (step === 'week') date?.setDate(date.getDate() - 7);
  else date?.setFullYear(date.getFullYear() - 1);
}

function without(query: string, mentions: readonly DateMention[]): string {
  let rest = '';
  let from = 0;
  for (const { start, end } of mentions) {
    rest += withoutIntroduction(query.slice(from, start));
    from = Math.max(from, end);
  }
  return (rest + query.slice(from)).replaceAll(/\s+/gu, ' ').trim();
}

function withoutIntroduction(text: string): string {
  const shorter = text.replace(introduction, '');
  return shorter === text ? text : withoutIntroduction(shorter);
}

function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
}

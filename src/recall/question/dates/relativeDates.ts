import { numberWords } from '../../../core/text/numberWords.ts';
import { calendarUnits, type CalendarUnit, type TimeSpan, unitAround } from './calendar.ts';

/** A piece of text that means a span of time. */
export interface DateMention {
  readonly start: number;
  readonly end: number;
  readonly span: TimeSpan;
}

const count = String.raw`(?<count>\d{1,3}|an?|couple of|few|${numberWords.slice(1).join('|')})`;
const units = `(?<unit>${calendarUnits.join('|')})s?`;

const patterns: readonly {
  readonly form: RegExp;
  readonly spanOf: (groups: Groups, now: number) => TimeSpan;
}[] = [
  {
    form: new RegExp(String.raw`\b(?:the )?(?:last|past|previous) ${count} ${units}\b`, 'giu'),
    spanOf: ({ count: many = '', unit }, now) => ({
      from: unitAround(now, unit, -numberOf(many)).from,
      until: unitAround(now, 'day').until,
    }),
  },
  {
    form: new RegExp(
      String.raw`\b(?<which>this|last|past|previous) (?<unit>week|month|quarter|year)\b`,
      'giu',
    ),
    spanOf: ({ which = '', unit }, now) => unitAround(now, unit, which.toLowerCase() === 'this' ? 0 : -1),
  },
  {
    form: new RegExp(String.raw`\b${count} ${units} ago\b`, 'giu'),
    spanOf: ({ count: many = '', unit }, now) => unitAround(now, unit, -numberOf(many)),
  },
  {
    // A bare number is a port or a count more often than a year.
    form: /(?<=\b(?:in|of|from|since|during|before|after|until|by|late|early|mid) )(?<year>(?:19|20)\d\d)\b(?![-./:]\d)/giu,
    spanOf: ({ year = '' }) => unitAround(new Date(Number(year), 0, 1).getTime(), 'year'),
  },
  {
    form: /\bq(?<quarter>[1-4])(?: (?:of )?(?<year>(?:19|20)\d\d))?\b/giu,
    spanOf: ({ quarter = '', year }, now) => {
      const inYear = (which: number) => new Date(which, 3 * (Number(quarter) - 1), 1).getTime();
      const thisYear = new Date(now).getFullYear();
      const start = year === undefined ? latestBefore(now, inYear, thisYear) : inYear(Number(year));
      return unitAround(start, 'quarter');
    },
  },
];

type Groups = { readonly unit: CalendarUnit } & Readonly<
  Record<'count' | 'which' | 'year' | 'quarter', string | undefined>
>;

/** Characters of a question in which times are looked for. Nobody names one further down, and all callers ask in fewer. */
export const timesSought = 1_000;

/**
 * Weeks, months, quarters and years by the calendar ("last week" is Monday to Sunday), and years after a word that makes
 * them years. What names a day is the work of the date library.
 */
export function findRelativeDates(text: string, now: number): DateMention[] {
  const found: DateMention[] = [];
  for (const { form, spanOf } of patterns)
    for (const match of text.slice(0, timesSought).matchAll(form)) {
      const start = match.index;
      const end = start + match[0].length;
      if (found.some((other) => start < other.end && other.start < end)) continue;
      const groups = { ...match.groups, unit: (match.groups?.['unit'] ?? 'day').toLowerCase() } as Groups;
      found.push({ start, end, span: spanOf(groups, now) });
    }
  return found;
}

function numberOf(text: string): number {
  const word = text.toLowerCase();
  if (word === 'a' || word === 'an') return 1;
  if (word === 'couple of') return 2;
  if (word === 'few') return 3;
  const named = (numberWords as readonly string[]).indexOf(word);
  return named === -1 ? Number(word) : named;
}

function latestBefore(now: number, inYear: (year: number) => number, year: number): number {
  return inYear(year) <= now ? inYear(year) : inYear(year - 1);
}

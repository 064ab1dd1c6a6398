import { numberWords } from '../text/numberWords.ts';
import { weekdays } from './recurrence.ts';
import {
  daysIn,
  instantOf,
  type LocalTime,
  localTimeAt,
  weekdayOf,
  withDays,
  withMonths,
} from './zonedTime.ts';

type Time = Pick<LocalTime, 'hour' | 'minute'>;

/** A day as it is said, and what it means when its time of day is past already. */
interface Day {
  readonly date: LocalTime;
  /** When nobody says a time. */
  readonly time?: Time;
  /** The same day of the next week or year, where that may be meant. */
  readonly later?: (date: LocalTime) => LocalTime;
}

const longest = 80;
const morning: Time = { hour: 9, minute: 0 };
const closing: Time = { hour: 17, minute: 0 };

/** What can be said, for who has said something else. */
export const reminderForms =
  'an ISO date with or without time, "+2d", "in 3 hours", "tomorrow 9am", "monday 14:00", "next friday", "1 december" or "end of week"';

/**
 * The moment that somebody means, on the clocks of a zone. Days without a time are meant for 9:00. Milliseconds since the
 * epoch, which may be past; undefined when the text says no time.
 */
export function parseReminderTime(text: string, now: number, zone: string): number | undefined {
  if (text.length > longest) return undefined;
  const said = text.trim().toLowerCase().replaceAll(/,/g, ' ').replaceAll(/\s+/g, ' ');
  return exactMoment(said, zone) ?? spanFrom(said, now, zone) ?? dayAndTime(said, now, zone);
}

const iso = /^(\d{4})-(\d\d)-(\d\d)[t ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)? ?(z|[+-]\d\d:?\d\d)?$/;

function exactMoment(said: string, zone: string): number | undefined {
  const [, year, month, day, hour, minute, second = '0', offset] = iso.exec(said) ?? [];
  if (year === undefined) return undefined;
  const local = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
  };
  if (!isDate(local) || !isTime(local) || Number(second) > 59) return undefined;
  const within = Number(second) * 1_000;
  if (offset === undefined) return instantOf(local, zone) + within;
  const asUtc = instantOf(local, 'UTC') + within;
  if (offset === 'z') return asUtc;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return asUtc - (offset.startsWith('-') ? -1 : 1) * minutes * 60_000;
}

const span =
  /^(?:\+ ?|in )?(\d{1,4}|[a-z]{1,6}) ?(m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|mo|months?|y|years?)(?: from now)?(?: (.*))?$/;

/** `+2d`, `in an hour`, `3 weeks from now`. Days keep the time of the clock, whatever is done to clocks meanwhile. */
function spanFrom(said: string, now: number, zone: string): number | undefined {
  const [, count = '', unit, rest] = span.exec(said) ?? [];
  if (unit === undefined) return undefined;
  const many = /^\d/.test(count)
    ? Number(count)
    : count === 'a' || count === 'an'
      ? 1
      : (numberWords as readonly string[]).indexOf(count);
  if (many < 1 && !/^\d/.test(count)) return undefined;
  if (unit === 'm' || unit.startsWith('mi')) return rest === undefined ? now + many * 60_000 : undefined;
  if (unit.startsWith('h')) return rest === undefined ? now + many * 60 * 60_000 : undefined;
  const time = rest === undefined ? undefined : timeIn(rest);
  if (rest !== undefined && !time) return undefined;
  const local = localTimeAt(now, zone);
  const later =
    unit.startsWith('d') || unit.startsWith('w')
      ? withDays(local, many * (unit.startsWith('d') ? 1 : 7))
      : withMonths(local, many * (unit.startsWith('y') ? 12 : 1));
  return instantOf({ ...later, ...time }, zone);
}

/** A day and a time in either order, or one of the two. */
function dayAndTime(said: string, now: number, zone: string): number | undefined {
  const local = localTimeAt(now, zone);
  const at = (day: Day, time: Time | undefined): number => {
    const clock = time ?? day.time ?? morning;
    const moment = instantOf({ ...day.date, ...clock }, zone);
    if (moment > now || !day.later) return moment;
    return instantOf({ ...day.later(day.date), ...clock }, zone);
  };
  const alone = timeIn(said);
  if (alone) return at({ date: local, later: (date) => withDays(date, 1) }, alone);
  const words = said.split(' ');
  for (let cut = words.length; cut > 0; cut -= 1) {
    const [head, tail] = [words.slice(0, cut).join(' '), words.slice(cut).join(' ')];
    for (const [day, time] of [
      [head, tail],
      [tail, head],
    ] as const) {
      const found = dayIn(day, local);
      const clock = time === '' ? undefined : timeIn(time);
      if (found && (time === '' || clock)) return at(found, clock);
    }
  }
  return undefined;
}

const timesOfDay: Readonly<Record<string, Time>> = {
  morning,
  'in the morning': morning,
  noon: { hour: 12, minute: 0 },
  midday: { hour: 12, minute: 0 },
  afternoon: { hour: 14, minute: 0 },
  'in the afternoon': { hour: 14, minute: 0 },
  evening: { hour: 18, minute: 0 },
  'in the evening': { hour: 18, minute: 0 },
  night: { hour: 20, minute: 0 },
  midnight: { hour: 0, minute: 0 },
};

/** `9am`, `at 14:30`, `9:15 pm`, `noon`. A bare number is none: it may be a day. */
function timeIn(said: string): Time | undefined {
  const text = said.replace(/^at /, '');
  if (Object.hasOwn(timesOfDay, text)) return timesOfDay[text];
  const [, hours, minutes, half] = /^(\d{1,2})(?::(\d\d))? ?([ap])\.?m\.?$/.exec(text) ?? [];
  if (half !== undefined) {
    const hour = Number(hours);
    if (hour < 1 || hour > 12) return undefined;
    return valid({ hour: (hour % 12) + (half === 'p' ? 12 : 0), minute: Number(minutes ?? 0) });
  }
  const [, hour, minute] = /^(\d{1,2})[:h](\d\d)$/.exec(text) ?? [];
  return hour === undefined ? undefined : valid({ hour: Number(hour), minute: Number(minute) });
}

const isTime = ({ hour, minute }: Time): boolean => hour < 24 && minute < 60;
const valid = (time: Time): Time | undefined => (isTime(time) ? time : undefined);

function dayIn(said: string, today: LocalTime): Day | undefined {
  const text = said.replace(/^on /, '');
  return namedDay(text, today) ?? weekdayIn(text, today) ?? endIn(text, today) ?? dateIn(text, today);
}

function namedDay(text: string, today: LocalTime): Day | undefined {
  switch (text) {
    case 'today':
      return { date: today };
    case 'tonight':
      return { date: today, time: { hour: 20, minute: 0 } };
    case 'tomorrow':
      return { date: withDays(today, 1) };
    case 'day after tomorrow':
    case 'the day after tomorrow':
      return { date: withDays(today, 2) };
    case 'yesterday':
      return { date: withDays(today, -1) };
    case 'next week':
      return { date: withDays(today, 7 - ((weekdayOf(today) + 6) % 7)) };
    case 'next month':
      return { date: { ...withMonths(today, 1), day: 1 } };
    case 'next year':
      return { date: { ...today, year: today.year + 1, month: 1, day: 1 } };
    default:
      return undefined;
  }
}

function weekdayIn(text: string, today: LocalTime): Day | undefined {
  const [, which, name = ''] = /^(?:(next|this|last) )?([a-z]{3,9})$/.exec(text) ?? [];
  const wanted = weekdays.findIndex((each) => each === name || each.slice(0, 3) === name);
  if (wanted < 0) return undefined;
  const ahead = (wanted - weekdayOf(today) + 7) % 7;
  if (which === 'last') return { date: withDays(today, ahead - 7) };
  if (which === 'next') return { date: withDays(today, ahead === 0 ? 7 : ahead) };
  return { date: withDays(today, ahead), later: (date) => withDays(date, 7) };
}

/** When work ends on the last day of what is said. */
function endIn(text: string, today: LocalTime): Day | undefined {
  const unit = /^end of (?:the |this )?(day|week|month|year)$/.exec(text)?.[1] ?? '';
  switch (unit) {
    case 'day':
      return { date: today, time: closing };
    case 'week':
      return {
        date: withDays(today, (5 - weekdayOf(today) + 7) % 7),
        time: closing,
        later: (date) => withDays(date, 7),
      };
    case 'month':
      return {
        date: { ...today, day: daysIn(today.year, today.month) },
        time: closing,
        later: (date) => withMonths(date, 1, 31),
      };
    case 'year':
      return { date: { ...today, month: 12, day: 31 }, time: closing, later: (date) => withMonths(date, 12) };
    default:
      return undefined;
  }
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthNames =
  /^(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)$/;

/** `2026-12-01`, `1 december`, `dec 1 2027`, `1st of may`. */
function dateIn(text: string, today: LocalTime): Day | undefined {
  const [, isoYear, isoMonth, isoDay] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (isoYear !== undefined) return dated(today, Number(isoYear), Number(isoMonth), Number(isoDay));
  const [, dayFirst, monthLast, yearLast] =
    /^(\d{1,2})(?:st|nd|rd|th)? (?:of )?([a-z]{3,9})\.?(?: (\d{4}))?$/.exec(text) ?? [];
  const [, monthFirst, dayLast, yearToo] =
    /^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?$/.exec(text) ?? [];
  const name = monthLast ?? monthFirst ?? '';
  if (!monthNames.test(name)) return undefined;
  const month = months.indexOf(name.slice(0, 3)) + 1;
  return dated(today, Number(yearLast ?? yearToo ?? Number.NaN), month, Number(dayFirst ?? dayLast));
}

/** Without a year (NaN), the next such day. 29 February waits for a year that has one. */
function dated(today: LocalTime, year: number, month: number, day: number): Day | undefined {
  if (!Number.isNaN(year)) {
    const date = { ...today, year, month, day };
    return isDate(date) ? { date } : undefined;
  }
  const from = (first: number): LocalTime | undefined =>
    Array.from({ length: 9 }, (_, later) => ({ ...today, year: first + later, month, day })).find(isDate);
  const date = from(today.year);
  return date && { date, later: (past) => from(past.year + 1) ?? past };
}

const isDate = ({ year, month, day }: LocalTime): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);

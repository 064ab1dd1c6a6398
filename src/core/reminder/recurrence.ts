import type { Reminder } from '../memory/memory.ts';
import { instantOf, type LocalTime, localTimeAt, weekdayOf, withDays, withMonths } from './zonedTime.ts';

export const weekdays = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;

/** How a reminder comes back, as it is read from its text. */
interface Rule {
  readonly unit: 'daily' | 'weekly' | 'monthly' | 'yearly';
  /** 0 for Sunday. */
  readonly weekday?: number;
  readonly day?: number;
  readonly month?: number;
  /** The time it is meant for, where a change of the clocks has moved it. */
  readonly time?: Pick<LocalTime, 'hour' | 'minute'>;
}

/** What can be said, for who has said something else. */
export const recurrenceForms = 'daily, weekly, weekly:monday, monthly, monthly:15 or yearly';

const spoken: ReadonlyMap<string, string> = new Map([
  ['every day', 'daily'],
  ['every week', 'weekly'],
  ['every month', 'monthly'],
  ['every year', 'yearly'],
  ['annually', 'yearly'],
]);

/** The recurrence as it is stored; undefined for what is none. */
export function parseRecurrence(text: string): string | undefined {
  const said = text.slice(0, 40).trim().toLowerCase().replaceAll(/\s+/g, ' ');
  const day = /^every ([a-z]+day)$/.exec(said)?.[1];
  const form = spoken.get(said) ?? (day === undefined ? said : `weekly:${day}`);
  return ruleOf(form) && form;
}

function ruleOf(form: string): Rule | undefined {
  const [said = '', at] = form.split('@');
  const time = at === undefined ? undefined : /^(\d\d):(\d\d)$/.exec(at);
  if (time === null) return undefined;
  const timed = time ? { time: { hour: Number(time[1]), minute: Number(time[2]) } } : {};
  const [unit = '', detail] = said.split(':');
  switch (unit) {
    case 'daily':
      return detail === undefined ? { unit, ...timed } : undefined;
    case 'weekly': {
      if (detail === undefined) return { unit, ...timed };
      const weekday = weekdays.findIndex((name) => name === detail || name.slice(0, 3) === detail);
      return weekday < 0 ? undefined : { unit, weekday, ...timed };
    }
    case 'monthly': {
      if (detail === undefined) return { unit, ...timed };
      const day = /^\d{1,2}$/.test(detail) ? Number(detail) : 0;
      return day < 1 || day > 31 ? undefined : { unit, day, ...timed };
    }
    case 'yearly': {
      if (detail === undefined) return { unit, ...timed };
      const date = /^(\d\d)-(\d\d)$/.exec(detail);
      return date ? { unit, month: Number(date[1]), day: Number(date[2]), ...timed } : undefined;
    }
    default:
      return undefined;
  }
}

/** Longer months have these, and a shorter one must not shorten them for good. */
const sharedDays = 28;

/** A reminder that comes back on the day it was meant for: the last of a month stays the last. */
export function recurring(at: number, recurrence: string | undefined, zone: string): Reminder {
  if (recurrence === undefined) return { at, recurrence: null };
  const { month, day } = localTimeAt(at, zone);
  if (recurrence === 'monthly' && day > sharedDays) return { at, recurrence: `monthly:${day}` };
  if (recurrence === 'yearly' && month === 2 && day > sharedDays) return { at, recurrence: 'yearly:02-29' };
  return { at, recurrence };
}

/**
 * When a reminder comes back after now and after it was due; undefined when it does not. It is reckoned from the date it
 * is meant for and not from the last time it was looked at, so that it never drifts.
 */
export function nextOccurrence(reminder: Reminder, now: number, zone: string): Reminder | undefined {
  const rule = reminder.recurrence === null ? undefined : ruleOf(reminder.recurrence);
  if (!rule || reminder.recurrence === null) return undefined;
  const due = localTimeAt(reminder.at, zone);
  const time = rule.time ?? { hour: due.hour, minute: due.minute };
  const after = Math.max(now, reminder.at);
  const from = { ...localTimeAt(after, zone), ...time };
  for (let step = 0; step <= 2; step += 1) {
    const local = occurrence(rule, due, from, step);
    const at = instantOf(local, zone);
    if (at <= after) continue;
    const shown = localTimeAt(at, zone);
    const isMoved = shown.hour !== time.hour || shown.minute !== time.minute;
    return { at, recurrence: isMoved ? timed(reminder.recurrence, time) : reminder.recurrence };
  }
  return undefined;
}

/** The occurrence in the day, week, month or year of a time, or `step` of these later. */
function occurrence(rule: Rule, due: LocalTime, from: LocalTime, step: number): LocalTime {
  switch (rule.unit) {
    case 'daily':
      return withDays(from, step);
    case 'weekly':
      return withDays(from, (((rule.weekday ?? weekdayOf(due)) - weekdayOf(from) + 7) % 7) + 7 * step);
    case 'monthly':
      return withMonths(from, step, rule.day ?? due.day);
    case 'yearly':
      return withMonths({ ...from, month: rule.month ?? due.month }, 12 * step, rule.day ?? due.day);
  }
}

function timed(recurrence: string, { hour, minute }: Pick<LocalTime, 'hour' | 'minute'>): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${recurrence.split('@')[0]}@${two(hour)}:${two(minute)}`;
}

import { describe, expect, it } from 'vitest';
import { nextOccurrence, parseRecurrence, recurring } from '../../../src/core/reminder/recurrence.ts';
import { parseReminderTime } from '../../../src/core/reminder/reminderTime.ts';
import { instantOf, isTimeZone, momentName } from '../../../src/core/reminder/zonedTime.ts';

const berlin = 'Europe/Berlin';
const at = (text: string): number => Date.parse(text);
const iso = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString().slice(0, 16);
/** Monday, 30 November 2026, 12:00 in Berlin. */
const now = at('2026-11-30T11:00:00Z');

describe('when a reminder is meant for, said on a Monday at noon in Berlin', () => {
  it.each([
    ['2026-12-24T10:00:00Z', '2026-12-24T10:00'],
    ['2026-12-24 10:00', '2026-12-24T09:00'],
    ['2026-12-24T10:00:30.123456+00:00', '2026-12-24T10:00'],
    ['2026-12-24T10:00-0500', '2026-12-24T15:00'],
    ['2026-12-24', '2026-12-24T08:00'],
    ['2026-12-24 9pm', '2026-12-24T20:00'],
    ['+1d', '2026-12-01T11:00'],
    ['+2w', '2026-12-14T11:00'],
    ['3d', '2026-12-03T11:00'],
    ['+1mo', '2026-12-30T11:00'],
    ['+1 year', '2027-11-30T11:00'],
    ['+3mo', '2027-02-28T11:00'],
    ['in 3 hours', '2026-11-30T14:00'],
    ['in an hour', '2026-11-30T12:00'],
    ['in two weeks', '2026-12-14T11:00'],
    ['90 minutes from now', '2026-11-30T12:30'],
    ['in 2 days at 9am', '2026-12-02T08:00'],
    ['tomorrow', '2026-12-01T08:00'],
    ['tomorrow 9am', '2026-12-01T08:00'],
    ['Tomorrow, 14:30', '2026-12-01T13:30'],
    ['9:15 pm tomorrow', '2026-12-01T20:15'],
    ['tomorrow morning', '2026-12-01T08:00'],
    ['the day after tomorrow at noon', '2026-12-02T11:00'],
    ['today 5pm', '2026-11-30T16:00'],
    ['tonight', '2026-11-30T19:00'],
    ['17:00', '2026-11-30T16:00'],
    ['9am', '2026-12-01T08:00'],
    ['monday 14:00', '2026-11-30T13:00'],
    ['monday', '2026-12-07T08:00'],
    ['next monday', '2026-12-07T08:00'],
    ['on friday', '2026-12-04T08:00'],
    ['next fri 8am', '2026-12-04T07:00'],
    ['end of week', '2026-12-04T16:00'],
    ['end of the month', '2026-11-30T16:00'],
    ['end of day', '2026-11-30T16:00'],
    ['end of year', '2026-12-31T16:00'],
    ['next week', '2026-12-07T08:00'],
    ['next month 10:00', '2026-12-01T09:00'],
    ['next year', '2027-01-01T08:00'],
    ['1 december', '2026-12-01T08:00'],
    ['Dec 1st 2027 7pm', '2027-12-01T18:00'],
    ['1 may', '2027-05-01T07:00'],
    ['29 february', '2028-02-29T08:00'],
  ])('%s is %s', (said, wanted) => {
    expect(iso(parseReminderTime(said, now, berlin))).toBe(wanted);
  });

  it.each(['yesterday', 'last friday', '2026-11-29', 'today', '2020-01-01T00:00Z'])(
    '%s is past, and known as that',
    (said) => {
      expect(parseReminderTime(said, now, berlin)).toBeLessThanOrEqual(now);
    },
  );

  it.each([
    '',
    'soon',
    'morgen früh',
    '31 november',
    '29 february 2027',
    '2026-13-01',
    '2026-02-30 10:00',
    'tomorrow 25:00',
    'tomorrow 13pm',
    '12',
    'monday tuesday',
    'in none days',
    '+99999d',
    'x'.repeat(200),
  ])('%j is no time', (said) => {
    expect(parseReminderTime(said, now, berlin)).toBeUndefined();
  });
});

describe('clocks that are changed', () => {
  it.each([
    // Put forward at 2:00 on 28 March 2027, and back at 3:00 on 31 October.
    [berlin, '2027-03-27T11:00Z', '+1d', '2027-03-28T10:00'],
    [berlin, '2027-03-27T11:00Z', 'tomorrow 2:30', '2027-03-28T01:30'],
    [berlin, '2027-10-30T11:00Z', 'tomorrow 2:30', '2027-10-31T00:30'],
    [berlin, '2027-10-30T11:00Z', 'in 24 hours', '2027-10-31T11:00'],
    ['America/New_York', '2027-03-13T17:00Z', 'tomorrow 9am', '2027-03-14T13:00'],
    ['America/New_York', '2027-11-06T16:00Z', 'tomorrow 1:30', '2027-11-07T05:30'],
    // Half an hour, at 2:00.
    ['Australia/Lord_Howe', '2027-10-02T02:00Z', 'tomorrow 2:15', '2027-10-02T15:45'],
    ['Asia/Kolkata', '2027-10-02T02:00Z', 'tomorrow 9am', '2027-10-03T03:30'],
    // The day that Samoa left out.
    ['Pacific/Apia', '2011-12-29T20:00Z', 'tomorrow 9am', '2011-12-30T19:00'],
    ['UTC', '2028-02-28T12:00Z', 'tomorrow', '2028-02-29T09:00'],
  ])('in %s, said at %s: %s is %s', (zone, said, text, wanted) => {
    expect(iso(parseReminderTime(text, at(said), zone))).toBe(wanted);
  });

  it('knows zones by their names', () => {
    expect(['Europe/Berlin', 'UTC', 'Mars/Olympus', '', 'x'.repeat(100)].map(isTimeZone)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(momentName(now, berlin)).toBe('Monday, 30 November 2026, 12:00 (Europe/Berlin)');
  });
});

describe('recurrences', () => {
  it.each([
    ['daily', 'daily'],
    ['Weekly', 'weekly'],
    ['weekly:monday', 'weekly:monday'],
    ['every friday', 'weekly:friday'],
    ['monthly:15', 'monthly:15'],
    ['every year', 'yearly'],
    ['hourly', undefined],
    ['weekly:someday', undefined],
    ['monthly:32', undefined],
    ['daily:3', undefined],
    ['__proto__', undefined],
    ['constructor', undefined],
  ])('%s is %s', (said, wanted) => {
    expect(parseRecurrence(said)).toBe(wanted);
  });

  const local = (text: string): number => {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = text.split(/\D/).map(Number);
    return instantOf({ year, month, day, hour, minute }, berlin);
  };
  const inBerlin = new Intl.DateTimeFormat('sv-SE', {
    timeZone: berlin,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  /** How it comes back, each time as soon as it was due. */
  const series = (due: string, recurrence: string, count: number): string[] => {
    const dates: string[] = [];
    let reminder = recurring(local(due), recurrence, berlin);
    for (let each = 0; each < count; each += 1) {
      reminder = nextOccurrence(reminder, reminder.at, berlin) ?? reminder;
      dates.push(inBerlin.format(reminder.at));
    }
    return dates;
  };

  it.each([
    ['2027-03-26 09:00', 'daily', ['2027-03-27 09:00', '2027-03-28 09:00', '2027-03-29 09:00']],
    // The time that a change of the clocks leaves out moves that day alone.
    ['2027-03-27 02:30', 'daily', ['2027-03-28 03:30', '2027-03-29 02:30', '2027-03-30 02:30']],
    ['2026-12-30 09:00', 'weekly', ['2027-01-06 09:00', '2027-01-13 09:00']],
    ['2026-12-02 09:00', 'weekly:monday', ['2026-12-07 09:00', '2026-12-14 09:00']],
    ['2027-01-31 09:00', 'monthly', ['2027-02-28 09:00', '2027-03-31 09:00', '2027-04-30 09:00']],
    ['2027-01-10 09:00', 'monthly:15', ['2027-01-15 09:00', '2027-02-15 09:00']],
    [
      '2028-02-29 09:00',
      'yearly',
      ['2029-02-28 09:00', '2030-02-28 09:00', '2031-02-28 09:00', '2032-02-29 09:00'],
    ],
  ])('from %s %s come on %j', (due, recurrence, wanted) => {
    expect(series(due, recurrence, wanted.length)).toEqual(wanted);
  });

  it('go on after now, however long nobody looked, and after a date that was not awaited', () => {
    const due = recurring(local('2026-01-15 08:15'), 'monthly', berlin);
    expect(inBerlin.format(nextOccurrence(due, now, berlin)?.at)).toBe('2026-12-15 08:15');
    const coming = recurring(local('2027-01-04 08:00'), 'weekly', berlin);
    expect(inBerlin.format(nextOccurrence(coming, now, berlin)?.at)).toBe('2027-01-11 08:00');
    expect(nextOccurrence({ at: now, recurrence: null }, now, berlin)).toBeUndefined();
    expect(nextOccurrence({ at: now, recurrence: 'nonsense' }, now, berlin)).toBeUndefined();
  });
});

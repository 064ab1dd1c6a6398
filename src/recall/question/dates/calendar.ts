/** Half-open span of time on the clock of this machine, ms since the epoch. */
export interface TimeSpan {
  readonly from: number;
  readonly until: number;
}

export const calendarUnits = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type CalendarUnit = (typeof calendarUnits)[number];

/** The calendar day, week (from Monday), month, quarter or year that holds a moment, `offset` units later. */
export function unitAround(at: number, unit: CalendarUnit, offset = 0): TimeSpan {
  return { from: startOf(at, unit, offset), until: startOf(at, unit, offset + 1) };
}

// Through the parts of a date and not by adding milliseconds: days of a clock change have 23 or 25 hours.
function startOf(at: number, unit: CalendarUnit, offset: number): number {
  const date = new Date(at);
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()];
  switch (unit) {
    case 'day':
      return new Date(year, month, day + offset).getTime();
    case 'week':
      return new Date(year, month, day - ((date.getDay() + 6) % 7) + 7 * offset).getTime();
    case 'month':
      return new Date(year, month + offset, 1).getTime();
    case 'quarter':
      return new Date(year, month - (month % 3) + 3 * offset, 1).getTime();
    case 'year':
      return new Date(year + offset, 0, 1).getTime();
  }
}

/** A moment as clocks in a time zone show it. */
export interface LocalTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

const hour = 60 * 60_000;
const day = 24 * hour;

/** Zones are few, and a format takes longer to make than to use. */
const formats = new Map<string, Intl.DateTimeFormat>();
const mostFormats = 64;

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    if (formats.size >= mostFormats) formats.clear();
    formats.set(zone, format);
  }
  return format;
}

/** Whether this machine knows a time zone of this name, e.g. `Europe/Berlin`. */
export function isTimeZone(zone: string): boolean {
  if (zone.length > 64) return false;
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** The zone in which this machine shows the time. */
export const ownTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** @param at Milliseconds since the epoch. */
export function localTimeAt(at: number, zone: string): LocalTime {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
  };
}

/**
 * When clocks in a zone show this, in ms since the epoch. Of an hour that comes twice, the first; a time that is left out
 * when clocks are put forward is as much later as they are. Days and months may be beyond those there are: 32 January is
 * 1 February.
 */
export function instantOf({ year, month, day: date, hour: hours, minute }: LocalTime, zone: string): number {
  const asUtc = Date.UTC(year, month - 1, date, hours, minute);
  const [before, after] = [offsetAt(asUtc - day, zone), offsetAt(asUtc + day, zone)];
  const found = [before, after]
    .map((offset) => asUtc - offset)
    .filter((at) => offsetAt(at, zone) === asUtc - at);
  return found.length === 0 ? asUtc - before : Math.min(...found);
}

/** How far clocks in a zone are ahead of UTC, ms. */
function offsetAt(at: number, zone: string): number {
  const minutes = Math.floor(at / 60_000) * 60_000;
  const local = localTimeAt(minutes, zone);
  return Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute) - minutes;
}

/** 0 for Sunday. */
export function weekdayOf({ year, month, day: date }: LocalTime): number {
  return new Date(Date.UTC(year, month - 1, date)).getUTCDay();
}

export function withDays(local: LocalTime, days: number): LocalTime {
  const date = new Date(Date.UTC(local.year, local.month - 1, local.day + days));
  return {
    ...local,
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
  };
}

/** Months later, on the same day; where the month is shorter, on its last. */
export function withMonths(local: LocalTime, months: number, wanted = local.day): LocalTime {
  const first = new Date(Date.UTC(local.year, local.month - 1 + months, 1));
  const [year, month] = [first.getUTCFullYear(), first.getUTCMonth() + 1];
  return { ...local, year, month, day: Math.min(wanted, daysIn(year, month)) };
}

export function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** `Monday, 30 November 2026, 09:00 (Europe/Berlin)`. */
export function momentName(at: number, zone: string): string {
  const said = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(at);
  const { hour: hours, minute } = localTimeAt(at, zone);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${said.replace(/^(\w+) /, '$1, ')}, ${two(hours)}:${two(minute)} (${zone})`;
}

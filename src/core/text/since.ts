const minute = 60_000;
const day = 24 * 60 * minute;

const unitLength: Readonly<Record<string, number>> = {
  m: minute,
  h: 60 * minute,
  d: day,
  w: 7 * day,
  mo: 30 * day,
  y: 365 * day,
};

const age = /^(\d{1,5})\s*(mo|[mhdwy])$/;
const dateOnly = /^(\d{4})-(\d{2})-(\d{2})$/;
const dateTime = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;

/**
 * The moment that a person or a model means by `7d`, `2w`, `3mo`, `2026-11-01` (midnight here) or an ISO date with
 * time. Milliseconds since the epoch; undefined when the text is none of these.
 */
export function parseSince(text: string, now: number): number | undefined {
  const trimmed = text.trim();
  const span = age.exec(trimmed.toLowerCase());
  if (span) return now - Number(span[1]) * (unitLength[span[2] ?? ''] ?? Number.NaN);
  const parts = dateOnly.exec(trimmed);
  if (parts) return localMidnight(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  if (!dateTime.test(trimmed)) return undefined;
  const at = Date.parse(trimmed);
  return Number.isNaN(at) ? undefined : at;
}

/** Undefined for days that no calendar has: `Date` would roll 31 February over into March. */
function localMidnight(year: number, month: number, dayOfMonth: number): number | undefined {
  const date = new Date(year, month - 1, dayOfMonth);
  const isReal = date.getMonth() === month - 1 && date.getDate() === dayOfMonth;
  return isReal ? date.getTime() : undefined;
}

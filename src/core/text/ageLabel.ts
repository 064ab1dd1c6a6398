const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Age of a moment in the shortest honest form: `now`, `5m`, `2h`, `3d`, `2w`, `1mo`, `2y`. Both in milliseconds. */
export function ageLabel(at: number, now: number): string {
  const age = now - at;
  if (age < minute) return 'now';
  if (age < hour) return `${Math.floor(age / minute)}m`;
  if (age < day) return `${Math.floor(age / hour)}h`;
  if (age < 7 * day) return `${Math.floor(age / day)}d`;
  if (age < 30 * day) return `${Math.floor(age / (7 * day))}w`;
  if (age < 365 * day) return `${Math.floor(age / (30 * day))}mo`;
  return `${Math.floor(age / (365 * day))}y`;
}

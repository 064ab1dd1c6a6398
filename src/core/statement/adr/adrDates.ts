/** Beginnings of the months in the languages of Europe that write them alike. */
const months = 'jan|f[ée]b|m[aä]r|a[pv]r|ma[iyg]|ju?i?n|ju?i?l|a[uo][gu]|sep|o[ck]t|nov|de[cz]'.split('|');
const anyDate = new RegExp(
  [
    '(?<year>(?:19|20)\\d\\d)[-/.年]\\s?(?<month>\\d{1,2})(?:[-/.月]\\s?(?<day>\\d{1,2}))?',
    '(?<lastDay>\\d{1,2})[./-](?<lastMonth>\\d{1,2})[./-](?<lastYear>(?:19|20)\\d\\d)',
    `(?<!\\p{L})(?<name>(?:${months.join('|')}))\\p{L}*\\.?\\s+(?:\\d{1,2},?\\s+)?(?<namedYear>(?:19|20)\\d\\d)`,
    '(?<!\\d)(?<alone>(?:19|20)\\d\\d)(?!\\d)',
  ].join('|'),
  'giu',
);

/** The dates of a text as days, roughly: enough to tell which of two is later. */
export function datesIn(text: string): number[] {
  return [...text.matchAll(anyDate)].map(({ groups = {} }) => {
    const { year, month, day, lastYear, lastMonth, lastDay, name, namedYear, alone } = groups;
    if (year) return days(year, month, day);
    if (lastYear) return days(lastYear, lastMonth, lastDay);
    return namedYear ? days(namedYear, String(monthOf(name ?? ''))) : days(alone);
  });
}

const days = (year = '0', month = '0', day = '0'): number =>
  Number(year) * 372 + Number(month) * 31 + Number(day);

function monthOf(name: string): number {
  return months.findIndex((month) => new RegExp(`^(?:${month})`, 'iu').test(name)) + 1;
}

import { isRecord } from '../../core/isRecord.ts';

/** A field that is a text and not empty. */
export function textIn(record: unknown, field: string): string | undefined {
  if (!isRecord(record)) return undefined;
  const value = record[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A field that is a time as ISO 8601 writes it, ms. */
export function timeIn(record: unknown, field: string): number | undefined {
  const text = textIn(record, field);
  const time = text === undefined || text.length > 40 ? Number.NaN : Date.parse(text);
  return Number.isFinite(time) ? time : undefined;
}

/** Text of a content that is a text, or a list of parts of which these types are texts. */
export function saidIn(content: unknown, types: readonly (string | undefined)[]): string {
  if (typeof content === 'string') return content.trim();
  if (!Array.isArray(content)) return '';
  return content
    .flatMap((part: unknown) => {
      if (typeof part === 'string') return [part];
      return isRecord(part) && types.includes(textIn(part, 'type')) ? [textIn(part, 'text') ?? ''] : [];
    })
    .join('\n')
    .trim();
}

/** A text without what a program put between a pair of tags. */
export function withoutTagged(text: string, tag: string): string {
  const [opening, closing] = [`<${tag}>`, `</${tag}>`];
  let rest = '';
  let from = 0;
  for (;;) {
    const begin = text.indexOf(opening, from);
    const end = begin < 0 ? -1 : text.indexOf(closing, begin);
    if (end < 0) return (rest + text.slice(from)).trim();
    rest += text.slice(from, begin);
    from = end + closing.length;
  }
}

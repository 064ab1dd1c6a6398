/** Length of the random tail of a UUIDv7 that people and models see: 40 bits. */
export const shortIdLength = 10;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const short = /^#?([0-9a-f]{6,12})$/i;

/** The last ten hex digits: the head of a UUIDv7 is time, equal for memories of one second. */
export function shortId(id: string): string {
  return id.slice(-shortIdLength).replaceAll(/[^\w-]/g, '');
}

/** What a caller may mean by an id: a whole UUID, or a tail of at least six digits. Undefined when neither. */
export function parseIdReference(text: string): { id: string } | { tail: string } | undefined {
  const trimmed = text.trim().toLowerCase();
  if (uuid.test(trimmed)) return { id: trimmed };
  const match = short.exec(trimmed);
  return match?.[1] ? { tail: match[1] } : undefined;
}

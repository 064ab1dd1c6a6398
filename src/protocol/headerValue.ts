/**
 * Header values are Latin-1 on the wire, and folders are not: everything but printable ASCII is percent-encoded, as is
 * the percent sign itself.
 */
export function encodeHeaderValue(text: string): string {
  return text.replaceAll(/[^\u0020-\u007E]+|%|^ +|(?<! ) +$/gu, (part) =>
    encodeURIComponent(wellFormed(part)),
  );
}

/** Names of files may hold half of a character; nothing can encode that. */
const wellFormed = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, '\uFFFD');

/** Takes back `encodeHeaderValue`; a value that somebody wrote by hand and that is not encoded is returned as it is. */
export function decodeHeaderValue(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

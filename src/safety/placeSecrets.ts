import type { Span } from './spans.ts';

/** A path or an address that is all of a text: `/srv/…`, `folder:/srv/…`, `C:\\…`, `src/….ts`, `https://host/…`. */
const place =
  /^(?:(?:[a-z][a-z0-9+.-]{1,20}:)?(?:\/\/[\w.:@[\]-]{0,200})?[\\/]|[A-Za-z]:[\\/]|~[\\/]|[\w.@-]{1,100}[\\/])[^\r\n]{1,2000}$/;
/** Without one of these a part says nothing of itself that it does not say in its place. */
const says = /[\s:=]|[^\p{ASCII}]/u;
const ending = /\.[A-Za-z0-9]{1,6}$/;

/**
 * What the parts of a path are by themselves: in a folder that is called after a password the name of it stands behind a slash,
 * as `passwd` does in `/etc/passwd`, and its value before the ending of a file.
 */
export function placeSecrets(text: string, find: (part: string) => readonly Span[]): Span[] {
  if (text.length > 2_000 || !place.test(text)) return [];
  const found: Span[] = [];
  let start = 0;
  for (const part of text.split(/[\\/]/)) {
    if (says.test(part))
      for (const span of find(part.replace(ending, '')))
        found.push({ ...span, start: span.start + start, end: span.end + start });
    start += part.length + 1;
  }
  return found;
}

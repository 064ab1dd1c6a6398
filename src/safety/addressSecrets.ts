import { looksRandom, standsForAnother } from './secretShape.ts';
import type { Span } from './spans.ts';

/** As long as an address is read. */
const longest = 600;
const hostAhead =
  /^(?:\[[0-9a-f:.]+\]|[\p{L}\p{N}_](?:[\p{L}\p{N}._-]*[\p{L}\p{N}])?|\$\{?\w+\}?)(?::\d{1,5})?(?:[/?#,;)\]'"\s]|$)/iu;

/** What stands for a user and a password in addresses of documentation. */
const anybody =
  /^(?:(?:user(?:name)?|usr|admin|root|me|you|name|foo|my\w*|login|email|[\w.-]+):(?:pass(?:word|wd)?|pw|pwd|secret|token|[xX*.]+|changeme|mypass\w*|my_?password)|(?:u|user):p(?:ass)?|\w+:)$/i;

/** User and password before the host of an address, and a token in the place of both. */
export function addressSecrets(text: string): Span[] {
  const found: Span[] = [];
  for (let mark = text.indexOf('://'); mark >= 0; mark = text.indexOf('://', mark + 3)) {
    const start = mark + 3;
    const end = credentialsEnd(text, start);
    if (end === undefined) continue;
    const written = text.slice(start, end);
    if (isSecret(written)) found.push({ start, end, kind: 'credentials' });
  }
  return found;
}

/** People paste passwords as they are, with `/` and `#` and `@` in them: the last `@` before a host counts. */
function credentialsEnd(text: string, start: number): number | undefined {
  const [run = ''] = /^[^\s"'`<>\\]*/.exec(text.slice(start, start + longest)) ?? [];
  const authority = /^[^/?#]*/.exec(run)?.[0] ?? '';
  const within = authority.lastIndexOf('@');
  if (within >= 0) return start + within;
  const colon = authority.indexOf(':');
  // `host:80/path@2` has a port; `user:pa/ss@host` has none.
  if (colon < 0 || /^\d{0,5}$/.test(authority.slice(colon + 1))) return undefined;
  for (let at = run.lastIndexOf('@'); at > colon; at = run.lastIndexOf('@', at - 1))
    if (hostAhead.test(run.slice(at + 1, at + 300))) return start + at;
  return undefined;
}

function isSecret(written: string): boolean {
  const colon = written.indexOf(':');
  if (colon < 0) return looksRandom(decoded(written), 16);
  const password = decoded(written.slice(colon + 1));
  return password.length > 0 && !anybody.test(written) && !standsForAnother(password);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

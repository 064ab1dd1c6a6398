import { looksRandom } from './secretShape.ts';
import type { Span } from './spans.ts';

/** Kinds that come as an id and a secret. */
const kinds = new Set([
  'aws',
  'alibaba',
  'tencent',
  'google-hmac',
  'razorpay',
  'twilio',
  'scaleway',
  'stripe',
  'exoscale',
  'token',
]);
const second = `(?<secret>[A-Za-z0-9+/_-]{24,128})(?![A-Za-z0-9+/_-])`;
const besideIt = new RegExp(String.raw`["'\x60)]{0,2}[:|]["'\x60(]{0,2}${second}`, 'y');
const afterIt = new RegExp(
  String.raw`["'\x60)]{0,2}(?:[ \t]{0,10}(?:[,;|/=]|[-=]>|→|and(?: the)?(?:[ \t]secret)?(?:[ \t](?:access[ \t])?key)?(?:[ \t]is)?)|(?=\s))\s{0,10}["'\x60(]{0,2}${second}`,
  'y',
);

/** What stands beside the id of a pair: `AKIA…:…`, `"LTAI…", "…"`. */
export function pairedSecrets(text: string, tokens: readonly Span[]): Span[] {
  return tokens.flatMap(({ end, kind }) => {
    if (!kinds.has(kind)) return [];
    besideIt.lastIndex = end;
    const beside = besideIt.exec(text);
    afterIt.lastIndex = end;
    const match = beside ?? afterIt.exec(text);
    const secret = match?.groups?.['secret'] ?? '';
    // Revisions and paths stand beside a token in a sentence, and they have not all three.
    const isMixed = /[A-Z]/.test(secret) && /[a-z]/.test(secret) && /\d/.test(secret);
    if (!match || !looksRandom(secret, 24) || !(isMixed || beside)) return [];
    const start = match.index + match[0].length - secret.length;
    return [{ start, end: start + secret.length, kind: 'key' }];
  });
}

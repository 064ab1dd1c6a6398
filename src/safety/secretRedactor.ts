import type { SecretLintCoreConfig } from '@secretlint/types';
import type { Redactor } from '../core/ports.ts';
import { spansAcross, spansOfRepeats } from './neighbours.ts';
import { mergeSpans, replaceSpans, type Span } from './spans.ts';
import type { CleanTexts, TextCleaner } from './textCleaner.ts';

type Scan = (text: string) => Promise<Span[]>;

/**
 * Rules of the preset that are left out: one lets the text itself switch the search off, the other reads files.
 */
const leftOut = /filter-comments|gcp/;

/** Secrets that the preset does not know. The named groups are what is replaced: all else may stay readable. */
const ownRules: readonly { kind: string; pattern: RegExp }[] = [
  { kind: 'gitlab-token', pattern: /\bgl(?:pat|ptt|rt|dt|cbt|oas|soat|ft|agent)-[\w-]{20,}/g },
  { kind: 'google-api-key', pattern: /\bAIza[\w-]{35}(?![\w-])/g },
  { kind: 'openai-key', pattern: /\bsk-(?:proj|svcacct|admin|or-v1)-[\w-]{20,}/g },
  { kind: 'jwt', pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/g },
  {
    kind: 'private-key',
    pattern:
      /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|$(?![\s\S]))/g,
  },
  {
    kind: 'authorization',
    pattern: /\bAuthorization["']?\s*[:=]\s*["']?(?:Bearer|Basic|Token)\s+(?<secret>[\w.~+/=-]{12,})/gi,
  },
  { kind: 'bearer-token', pattern: /\bBearer\s+(?<secret>(?=[\w.~+/=-]*\d)[\w.~+/=-]{20,})/g },
  {
    kind: 'password',
    // A value that is a reference (`$DB_PASSWORD`, `<password>`, `process.env.X`, `getPassword()`) is no secret.
    pattern:
      /(?:password|passwd|secret|api[_-]?key|access[_-]?token|auth[_-]?token)["']?\s*(?:=|:(?=\s*["'])|:=)\s*["']?(?<secret>(?![$<{*[]|process\.|env\.|null\b|none\b|true\b|false\b)[^\s"'`,;()]{8,})(?!\()/gi,
  },
];

/** Rules whose finding is a whole address, of which only the credentials are secret. */
const addresses = /basicauth|database-connection-string/;
const credentials = /(?<=:\/\/)[^/@\s]+(?=@)/g;

/**
 * The library compares each finding with all others, so that a text of nothing but keys would keep it busy for long: it is
 * given long texts in pieces. Any memory is one piece. The longest secret that it looks for, a private key, lies whole in one
 * of two pieces that overlap.
 */
const pieceLength = 32_000;
const overlap = 12_000;

/**
 * Replaces secrets by `[redacted:<kind>]` with the rules of secretlint's recommended preset and a few of our own.
 * They are loaded with the first text (tens of milliseconds); after that a page of text takes less than one.
 */
export class SecretRedactor implements Redactor, TextCleaner {
  readonly name = 'secrets';
  #scan: Promise<Scan> | undefined;

  async redact(given: string): Promise<{ text: string; found: readonly string[] }> {
    const { texts, found } = await this.clean([given]);
    return { text: texts[0] ?? '', found };
  }

  async clean(given: readonly string[]): Promise<CleanTexts> {
    this.#scan ??= loadPreset();
    const scan = await this.#scan;
    const within: Span[][] = [];
    for (const text of given) within.push(await spansIn(text, scan));
    const joined = given.length < 2 ? '' : given.map((text) => text.trim()).join('');
    const backwards =
      given.length < 2
        ? ''
        : given
            .map((text) => text.trim())
            .toReversed()
            .join('');
    const tokens = new Map<string, Span[]>();
    for (const text of [joined, backwards]) tokens.set(text, await tokensIn(text, scan));
    const across = spansAcross(given, (text) => tokens.get(text) ?? []);
    const own = given.map((_, index) => [...(within[index] ?? []), ...(across[index] ?? [])]);
    const repeats = spansOfRepeats(given, own);
    const spans = own.map((each, index) => mergeSpans([...each, ...(repeats[index] ?? [])]));
    return {
      texts: given.map((text, index) => replaceSpans(text, spans[index] ?? [])),
      found: [...new Set(spans.flat().map(({ kind }) => kind))],
    };
  }

  say(found: readonly string[]): string {
    return `Secrets were replaced before writing: ${found.join(', ')}.`;
  }
}

async function spansIn(text: string, scan: Scan): Promise<Span[]> {
  return text.trim() === '' ? [] : mergeSpans([...(await scanPieces(text, scan)), ...scanOwn(text)]);
}

/** Words before a value mean nothing beyond their field. */
const byContext = new Set(['password', 'authorization', 'bearer-token', 'credentials', 'aws']);

async function tokensIn(text: string, scan: Scan): Promise<Span[]> {
  return (await spansIn(text, scan)).filter(({ kind }) => !byContext.has(kind));
}

async function loadPreset(): Promise<Scan> {
  const [{ lintSource }, { rules }, { secretLintProfiler }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
    import('@secretlint/profiler'),
  ]);
  // It keeps every mark for good and looks through all of them at each new one: a server would slow down and grow.
  secretLintProfiler.mark = () => {};
  const config: SecretLintCoreConfig = {
    rules: rules
      .filter((rule) => !leftOut.test(rule.meta.id))
      .map((rule) => ({ id: rule.meta.id, rule, options: {} })),
  };
  return async (text) => {
    const result = await lintSource({
      source: { filePath: 'memory.txt', content: text, contentType: 'text' },
      options: { config, noPhysicFilePath: true },
    });
    return result.messages.flatMap(({ ruleId, range: [start, end] }) => {
      const kind = ruleId.replace(/^.*secretlint-rule-/, '');
      if (!addresses.test(ruleId)) return [{ start, end, kind }];
      const inside = [...text.slice(start, end).matchAll(credentials)].map((match) => ({
        start: start + match.index,
        end: start + match.index + match[0].length,
        kind: 'credentials',
      }));
      return inside.length > 0 ? inside : [{ start, end, kind }];
    });
  };
}

async function scanPieces(text: string, scan: Scan): Promise<Span[]> {
  const found: Span[][] = [];
  for (let from = 0; ; from += pieceLength - overlap) {
    const ranges = await scan(text.slice(from, from + pieceLength));
    found.push(ranges.map(({ start, end, kind }) => ({ start: from + start, end: from + end, kind })));
    if (from + pieceLength >= text.length) return found.flat();
  }
}

function scanOwn(text: string): Span[] {
  return ownRules.flatMap(({ kind, pattern }) =>
    [...text.matchAll(pattern)].map((match) => {
      const secret = match.groups?.['secret'] ?? match[0];
      const start = match.index + match[0].lastIndexOf(secret);
      return { start, end: start + secret.length, kind };
    }),
  );
}

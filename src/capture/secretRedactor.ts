import type { SecretLintCoreConfig } from '@secretlint/types';
import type { Redactor } from '../core/ports.ts';

interface Range {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

type Scan = (text: string) => Promise<Range[]>;

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
export class SecretRedactor implements Redactor {
  #scan: Promise<Scan> | undefined;

  async redact(text: string): Promise<{ text: string; found: readonly string[] }> {
    if (text.trim() === '') return { text, found: [] };
    this.#scan ??= loadPreset();
    const scan = await this.#scan;
    const ranges = merge([...(await scanPieces(text, scan)), ...scanOwn(text)]);
    if (ranges.length === 0) return { text, found: [] };
    let redacted = '';
    let at = 0;
    for (const { start, end, kind } of ranges) {
      redacted += `${text.slice(at, start)}[redacted:${kind}]`;
      at = end;
    }
    return { text: redacted + text.slice(at), found: [...new Set(ranges.map(({ kind }) => kind))] };
  }
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

async function scanPieces(text: string, scan: Scan): Promise<Range[]> {
  const found: Range[][] = [];
  for (let from = 0; ; from += pieceLength - overlap) {
    const ranges = await scan(text.slice(from, from + pieceLength));
    found.push(ranges.map(({ start, end, kind }) => ({ start: from + start, end: from + end, kind })));
    if (from + pieceLength >= text.length) return found.flat();
  }
}

function scanOwn(text: string): Range[] {
  return ownRules.flatMap(({ kind, pattern }) =>
    [...text.matchAll(pattern)].map((match) => {
      const secret = match.groups?.['secret'] ?? match[0];
      const start = match.index + match[0].lastIndexOf(secret);
      return { start, end: start + secret.length, kind };
    }),
  );
}

/** In order, overlapping ones joined under the kind of the first. */
function merge(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last && range.start < last.end)
      merged[merged.length - 1] = { ...last, end: Math.max(last.end, range.end) };
    else merged.push(range);
  }
  return merged;
}

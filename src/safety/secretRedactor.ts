import type { Redactor } from '../core/ports.ts';
import { addressSecrets } from './addressSecrets.ts';
import { contextRules, looseRules } from './contextRules.ts';
import { cookieSecrets } from './cookieSecrets.ts';
import { kubernetesSecrets } from './kubernetesSecrets.ts';
import { type Pieces, piecesOf } from './letterPairs.ts';
import { matchesOf } from './lineStarts.ts';
import { namedSecrets } from './namedSecrets.ts';
import { spansAcross, spansOfRepeats } from './neighbours.ts';
import { pairedSecrets } from './pairedSecrets.ts';
import { placeSecrets } from './placeSecrets.ts';
import { privateKeys } from './privateKeys.ts';
import { looksLikePassword, looksRandom, standsForAnother } from './secretShape.ts';
import { mergeSpans, replaceSpans, type Span } from './spans.ts';
import { tableSecrets } from './tableSecrets.ts';
import type { CleanTexts, TextCleaner } from './textCleaner.ts';
import { type TokenRule, tokenRules } from './tokenRules.ts';
import { withWrappedLines } from './wrappedLines.ts';

/**
 * Replaces secrets by `[redacted:<kind>]`: those that are known by their form, and those that what stands before them tells.
 * It says of each what exactly is replaced, so that nothing of it is left, and nothing else goes with it.
 */
export class SecretRedactor implements Redactor, TextCleaner {
  readonly name = 'secrets';

  async redact(given: string): Promise<{ text: string; found: readonly string[] }> {
    const { texts, found } = this.clean([given]);
    return { text: texts[0] ?? '', found };
  }

  clean(given: readonly string[]): CleanTexts {
    const within = given.map((text) => [...secretsIn(text), ...placeSecrets(text, secretsIn)]);
    const across = spansAcross(given, (text) => tokensIn(text));
    const own = within.map((spans, index) => [...spans, ...(across[index] ?? [])]);
    const repeats = spansOfRepeats(given, own);
    const spans = own.map((each, index) => mergeSpans([...each, ...(repeats[index] ?? [])]));
    return {
      texts: given.map((text, index) => replaceSpans(text, spans[index] ?? [])),
      found: [...new Set(spans.flat().map(({ kind }) => kind))],
    };
  }

  /** One look through all of them, with a wall between two texts that no rule reaches across. */
  findsNothing(groups: readonly (readonly string[])[]): boolean {
    const texts = groups.flat();
    if (texts.reduce((sum, { length }) => sum + length, 0) > longestTogether) return false;
    if (secretsIn(texts.join(wall)).length > 0) return false;
    if (texts.some((text) => placeSecrets(text, secretsIn).length > 0)) return false;
    // What is cut in two by the border of two fields is a secret only when they are put together.
    const rows = groups.map((group) => group.map((text) => text.trim()).filter((text) => text !== ''));
    const several = rows.filter(({ length }) => length > 1);
    return [several, several.map((row) => row.toReversed())].every(
      (orders) => tokensIn(orders.map((row) => row.join('')).join(wall)).length === 0,
    );
  }

  say(found: readonly string[]): string {
    return `Secrets were replaced before writing: ${found.join(', ')}.`;
  }
}

/** Longer than what any rule reads before or behind a mark, and of no letters, blanks or marks that one knows. */
const wall = `\n${'\u0000'.repeat(48)}\n`;
/** Characters that are put together for a look; what is longer costs the same by itself. */
const longestTogether = 1_000_000;

function secretsIn(text: string): Span[] {
  if (text.length < 4) return [];
  const pieces = piecesOf(text);
  const tokens = tokensIn(text, pieces);
  return mergeSpans(
    withWrappedLines(text, [
      ...tokens,
      ...pairedSecrets(text, tokens),
      ...byRules(text, contextRules, pieces),
      ...addressSecrets(text),
      ...cookieSecrets(text),
      ...tableSecrets(text),
      ...kubernetesSecrets(text),
      ...namedSecrets(text),
    ]),
  );
}

/** Those that are known by their form alone. */
function tokensIn(text: string, pieces = piecesOf(text)): Span[] {
  return [...privateKeys(text), ...byRules(text, tokenRules, pieces)];
}

function byRules(text: string, rules: readonly TokenRule[], pieces: Pieces): Span[] {
  const found: Span[] = [];
  for (const { kind, marker, form } of rules) {
    if (!pieces.includes(marker)) continue;
    for (const match of matchesOf(text, form)) {
      const secret = match.groups?.['secret'] ?? match[0];
      if (isBlank(secret) || (match.groups?.['secret'] !== undefined && standsForAnother(secret))) continue;
      if ((kind === 'key' || kind === 'token' || marker === 'asic ') && !looksRandom(secret.trim(), 8))
        continue;
      if (looseRules.has(form) && !looksLikePassword(secret, 'prose')) continue;
      const start = match.index + match[0].lastIndexOf(secret);
      found.push({ start, end: start + secret.length, kind });
    }
  }
  return found;
}

/** `ghp_xxxxxxxx`, as documentation writes them. */
const isBlank = (secret: string): boolean => /(?:[xX]{12,}|\.{6,}|\*{6,}|0{16,})$/.test(secret);

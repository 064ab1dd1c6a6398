import type { Forges } from '../../core/forge/forges.ts';
import { parseEntityReferences } from '../../core/entity/entityReference.ts';
import { identifiersIn } from '../../core/text/identifiers.ts';
import type { Language } from '../../core/text/language.ts';
import { isPlainText, phraseOf, wholeWordsOf, wordsOf } from '../../core/text/words.ts';
import type { LexicalTerm } from '../../store/ports/textIndex.ts';
import { questionTerms } from './questionTerms.ts';

/** A question taken apart. */
export interface RecallQuery {
  /** Canonical references, each once. */
  readonly entities: readonly string[];
  /** Words to look for, without the grammar where a subject remains; `word*` stands for all that begins so. */
  readonly terms: readonly LexicalTerm[];
  /** Texts in double quotes: an answer has to contain them, in any case. */
  readonly phrases: readonly string[];
  /** Of Latin script, when it is not English. */
  readonly language: Language | undefined;
  /** Most of its words are of another language than English. */
  readonly isForeign: boolean;
}

/** A text in double quotes, and what it says. */
export const quotedText = /["“„«「『＂]([^"“”„«»「」『』＂]{2,200})["”“»」』＂]/g;
/** A question of a page asks for no more than its first words do. */
const maxTerms = 40;
/** What the parts of a name count together beside the name itself. */
const partsWeight = 0.8;
const versionToken = /^\d+(?:dot\d+)+$/;
/** A star behind a word of two letters or more; the stars of Markdown stand on both sides. */
const beginning = /(?<![\p{L}\p{M}\p{N}*])([\p{L}\p{M}\p{N}]{2,})\*(?![\p{L}\p{M}\p{N}*])/gu;

export function parseRecallQuery(query: string, project: string | null, forges?: Forges): RecallQuery {
  const references = parseEntityReferences(query, { project, forges });
  const text = without(query, references);
  const prefixes = [...text.matchAll(beginning)].flatMap(([, word = '']) => wholeWordsOf(word));
  const names = namesIn(text);
  // The single numbers of a version are in every other text.
  const rest = names.versions.reduce((left, raw) => left.replace(raw, ' '), text.replaceAll(beginning, ' '));
  const { subject, words, variants, language } = questionTerms(rest);
  const hasSubject = subject.length + prefixes.length + names.terms.length > 0;
  return {
    entities: [...new Set(references.map(({ canonical }) => canonical))],
    terms: [
      ...unique(hasSubject ? subject : words).map((word): LexicalTerm => ({ text: word })),
      ...unique(prefixes).map((word): LexicalTerm => ({ text: word, isPrefix: true })),
      ...names.terms,
      ...variants.slice(0, maxTerms),
    ],
    phrases: [...query.matchAll(quotedText)]
      .map(([, phrase = '']) => phraseOf(phrase))
      .filter((phrase) => phrase !== ''),
    language,
    isForeign:
      (language !== undefined && language !== 'other') ||
      2 * subject.filter(isPlainText).length < subject.length,
  };
}

const unique = (words: readonly string[]): string[] => [...new Set(words)].slice(0, maxTerms);

/** Other ways to write the names in a question, and the versions in it as they stand. */
function namesIn(text: string): { terms: LexicalTerm[]; versions: string[] } {
  const terms = new Map<string, LexicalTerm>();
  const versions: string[] = [];
  for (const { raw, joined, parts } of identifiersIn(text).slice(0, maxTerms)) {
    const words = wordsOf(raw);
    if (versionToken.test(joined)) {
      versions.push(raw);
      terms.set(joined, { text: joined });
    } else if (joined !== '' && words.length > 1) terms.set(joined, { text: joined, standsFor: words });
    const standsFor = words.length > 1 ? words : [joined];
    for (const part of parts)
      if (!words.includes(part) && !terms.has(part))
        terms.set(part, {
          text: part,
          weight: partsWeight / parts.length,
          standsFor: partOf(part, joined, standsFor),
        });
  }
  return { terms: [...terms.values()].slice(0, maxTerms), versions };
}

/** A shorter version stands for the whole one, a part for the words that it is cut from. */
function partOf(part: string, joined: string, words: readonly string[]): readonly string[] {
  if (versionToken.test(part)) return [joined];
  const origins = words.filter((word) => word.includes(part));
  return origins.length > 0 ? origins : words;
}

/** The number in `!12` would hit every text with a twelve in it. */
function without(
  text: string,
  spans: readonly { start: number; end: number; addressEnd?: number }[],
): string {
  let rest = '';
  let from = 0;
  for (const { start, end, addressEnd = end } of spans) {
    rest += `${text.slice(from, start)} `;
    from = Math.max(from, addressEnd);
  }
  return rest + text.slice(from);
}

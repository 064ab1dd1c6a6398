import { parseEntityReferences } from '../core/entityReference.ts';
import { isFunctionWord, wordsOf } from '../core/words.ts';

/** A question taken apart. */
export interface RecallQuery {
  /** Canonical references, each once. */
  readonly entities: readonly string[];
  /** Words to look for, without the grammar where a subject remains. */
  readonly terms: readonly string[];
  /** Texts in double quotes: an answer has to contain them, in any case. */
  readonly phrases: readonly string[];
}

/** A question of a page asks for no more than its first words do. */
const maxTerms = 40;

export function parseRecallQuery(query: string, project: string | null): RecallQuery {
  const references = parseEntityReferences(query, { project });
  const words = wordsOf(without(query, references));
  const subject = words.filter((word) => !isFunctionWord(word));
  return {
    entities: [...new Set(references.map(({ canonical }) => canonical))],
    terms: [...new Set(subject.length > 0 ? subject : words)].slice(0, maxTerms),
    phrases: [...query.matchAll(/["“]([^"“”]{2,200})["”]/g)]
      .map(([, phrase = '']) => wordsOf(phrase).join(' '))
      .filter((phrase) => phrase !== ''),
  };
}

/** The number in `!12` would hit every text with a twelve in it. */
function without(text: string, spans: readonly { start: number; end: number }[]): string {
  let rest = '';
  let from = 0;
  for (const { start, end } of spans) {
    rest += `${text.slice(from, start)} `;
    from = Math.max(from, end);
  }
  return rest + text.slice(from);
}

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Stands for what is not repeated. */
export const omitted = '[left out]';
const quotes = new Set(['"', "'", '`']);
/** What of an error says nothing of anybody's texts: its class, and codes of systems and of the engine. */
const errorClass = /^(?:[A-Z][A-Za-z]{0,40}(?:Error|Exception))\b/;
const codes = /\b(?:E[A-Z]{3,14}|SQLITE_[A-Z_]{3,40}|ERR_[A-Z_]{3,60})\b/g;
const plainValue =
  /^(?:\d{1,16}|\d+\.\d+\.\d+[\w.-]{0,20}|[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|SIG[A-Z]{2,8})$/;

/**
 * Repeats of a text only what the program itself says: a log quotes what failed, which may be somebody's memory. A sentence
 * counts as the program's own when it stands in its code as a literal, whole or up to its first colon.
 */
export class OwnSentences {
  readonly #code: string;

  /** `code`: everything that the program is made of. */
  constructor(code: string) {
    this.#code = code;
  }

  /** Of the bundles that lie beside the one that runs. */
  static ofFolder(folder: string): OwnSentences {
    const names = readdirSync(folder).filter((name) => name.endsWith('.js'));
    return new OwnSentences(names.map((name) => readFileSync(path.join(folder, name), 'utf8')).join('\n'));
  }

  repeat(text: string): string {
    if (plainValue.test(text) || this.#isLiteral(text)) return text;
    const colon = text.indexOf(': ');
    if (colon > 0 && this.#begins(text.slice(0, colon + 2))) return `${text.slice(0, colon + 2)}${omitted}`;
    const known = [...(errorClass.exec(text) ?? []), ...new Set(text.match(codes) ?? [])];
    return known.length === 0 ? omitted : `${known.join(' ')} ${omitted}`;
  }

  #isLiteral(text: string): boolean {
    return this.#places(text, (before, after) => quotes.has(before) && before === after);
  }

  #begins(text: string): boolean {
    return this.#places(text, (before) => quotes.has(before));
  }

  /** One word is no sentence: a name that somebody chose may be a word of the code. */
  #places(text: string, isMeant: (before: string, after: string) => boolean): boolean {
    if (text.length < 4 || text.length > 300 || text.includes('\n')) return false;
    for (let at = this.#code.indexOf(text); at !== -1; at = this.#code.indexOf(text, at + 1))
      if (isMeant(this.#code[at - 1] ?? '', this.#code[at + text.length] ?? '')) return true;
    return false;
  }
}

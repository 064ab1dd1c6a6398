import type { Memory } from '../../../core/memory/memory.ts';
import { memoryTerms, type MemoryTerms } from '../../../core/memory/memoryTerms.ts';
import { isOneEdit } from '../../../core/text/oneEdit.ts';
import { searchableText } from '../../../core/memory/searchableText.ts';
import { wordsOf } from '../../../core/text/words.ts';
import type { Database } from '../../../sqlite/database.ts';
import { text } from './columns.ts';
import { quoted, termExpression } from './matchExpression.ts';
import { textFields, textsOfRow } from './textsOfRow.ts';
import { turnTexts } from './turnTexts.ts';

/** Sorts after every word that begins with what stands before it. */
const afterAll = '\u{10ffff}';
/** Names that contain a fragment, at most. */
const mostContaining = 50;
const unseen = /[\u00ad\u200b-\u200f\u2060-\u206f\ufeff]/g;
/** Words that may be another form of one, at most. */
const mostAlike = 200;
/** Words that are remembered as known. Text is made of few words: most of a memory's were met just before. */
const mostRemembered = 20_000;
/** Memories that are looked at before a word is taken for gone. */
const mostChecked = 200;

/**
 * The words that memories are made of, each once and as it is written, so that a misspelt one finds what was meant.
 * Words come with the memories. Edits leave them, as the history leaves the text; purging takes them away.
 */
export class Lexicon {
  readonly #database: Database;
  /** Words that are in the table for certain. */
  readonly #met = new Set<string>();
  /** Those of them that are marked as names put together. */
  readonly #metCompounds = new Set<string>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Takes in the words of a memory. Nearly all of them are known already, so this costs little. */
  learn({ known, compounds }: Pick<MemoryTerms, 'known' | 'compounds'>): void {
    const unmet = [...known].filter((word) => !this.#met.has(word));
    if (unmet.length > 0) this.#add(unmet, compounds);
    for (const word of known) this.#met.add(word);
    this.#mark([...compounds].filter((word) => !this.#metCompounds.has(word)));
    if (this.#met.size > mostRemembered) this.forgetMet();
  }

  #mark(compounds: readonly string[]): void {
    if (compounds.length === 0) return;
    this.#database.run(
      'UPDATE terms SET compound = 1 WHERE compound = 0 AND term IN (SELECT value FROM json_each(?))',
      JSON.stringify(compounds),
    );
    // One that is no word that is learnt may come to be one, unmarked.
    for (const word of compounds) if (this.#met.has(word)) this.#metCompounds.add(word);
  }

  /** What was learnt may be gone again: a unit of work was rolled back, or something was purged. */
  forgetMet(): void {
    this.#met.clear();
    this.#metCompounds.clear();
  }

  #add(words: readonly string[], compounds: ReadonlySet<string>): void {
    const unknown = this.#database.all(
      'SELECT value AS term FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM terms WHERE term = value)',
      JSON.stringify(words),
    );
    for (const row of unknown) {
      const term = text(row, 'term');
      this.#database.run(
        'INSERT INTO terms (term, reversed, compound) VALUES (?, ?, ?)',
        term,
        reversed(term),
        compounds.has(term) ? 1 : 0,
      );
    }
  }

  /** Words of memories as they are, and as their histories say that they were. */
  wordsEverIn(ids: readonly string[]): Set<string> {
    const words = new Set<string>();
    const add = (memory: Parameters<typeof searchableText>[0]) => {
      for (const word of memoryTerms(memory).known) words.add(word);
      // Where something unseen stood in a word, the words of earlier versions ended.
      for (const word of wordsOf(searchableText(memory).replaceAll(unseen, ' '))) words.add(word);
    };
    for (const id of ids) {
      const row = this.#database.get(`SELECT ${textFields} FROM memories WHERE id = ?`, id);
      if (row) add(textsOfRow(row));
      for (const content of this.#saidIn(id)) add(turnTexts(content));
      const states = 'SELECT before FROM history WHERE memory_id = ? AND before IS NOT NULL';
      for (const state of this.#database.all(states, id)) add(JSON.parse(text(state, 'before')) as Memory);
    }
    return words;
  }

  /** Removes those of the words that no living memory has. */
  forget(words: ReadonlySet<string>): void {
    this.forgetMet();
    const pending = this.known([...words]);
    for (const word of pending) {
      this.#keepWhatLives(word, pending);
      if (pending.has(word)) this.#database.run('DELETE FROM terms WHERE term = ?', word);
    }
    this.#database.run(`INSERT INTO term_search (term_search) VALUES ('optimize')`);
  }

  /** Those of the words that are known. */
  known(words: readonly string[]): Set<string> {
    const rows = this.#database.all(
      'SELECT term FROM terms WHERE term IN (SELECT value FROM json_each(?))',
      JSON.stringify(words),
    );
    return new Set(rows.map((row) => text(row, 'term')));
  }

  /**
   * Known words one edit away. One edit leaves either the first or the second half of a word as it was, but for two
   * letters that changed places between the halves; so a look at each half and at each change of places finds all.
   */
  oneEditFrom(word: string): string[] {
    const middle = word.length >> 1;
    const [head, tail] = [word.slice(0, middle), reversed(word.slice(middle))];
    const swapped = Array.from(
      { length: word.length - 1 },
      (_, at) => word.slice(0, at) + word.slice(at + 1, at + 2) + word.slice(at, at + 1) + word.slice(at + 2),
    );
    const lengths = [word.length - 1, word.length + 1];
    const rows = this.#database.all(
      `SELECT term FROM terms WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?
       UNION SELECT term FROM terms WHERE reversed >= ? AND reversed < ? AND length(reversed) BETWEEN ? AND ?
       UNION SELECT term FROM terms WHERE term IN (SELECT value FROM json_each(?))`,
      head,
      head + afterAll,
      ...lengths,
      tail,
      tail + afterAll,
      ...lengths,
      JSON.stringify(swapped),
    );
    return rows.map((row) => text(row, 'term')).filter((term) => isOneEdit(word, term));
  }

  /** Known words that begin with a text, shortest first. */
  beginningWith(start: string): string[] {
    const rows = this.#database.all(
      'SELECT term FROM terms WHERE term > ? AND term < ? ORDER BY length(term), term LIMIT ?',
      start,
      start + afterAll,
      mostContaining,
    );
    return rows.map((row) => text(row, 'term'));
  }

  /** Known words with a beginning, of about the same length: those first that differ least in it. */
  alike(start: string, [shortest, longest]: readonly [number, number]): string[] {
    const rows = this.#database.all(
      `SELECT term FROM terms WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?
       ORDER BY abs(2 * length(term) - ?), term LIMIT ?`,
      start,
      start + afterAll,
      shortest,
      longest,
      shortest + longest,
      mostAlike,
    );
    return rows.map((row) => text(row, 'term'));
  }

  /** Known words that are longer than a text and begin or end with it, shortest first. */
  beginningOrEndingWith(part: string): string[] {
    const end = reversed(part);
    const rows = this.#database.all(
      `SELECT term FROM (SELECT term FROM terms WHERE term > ? AND term < ?
         UNION SELECT term FROM terms WHERE reversed > ? AND reversed < ?) ORDER BY length(term), term LIMIT ?`,
      part,
      part + afterAll,
      end,
      end + afterAll,
      mostContaining,
    );
    return rows.map((row) => text(row, 'term'));
  }

  /** Known names that contain a text of at least three letters, shortest first. */
  namesContaining(fragment: string): string[] {
    const letters = Array.from(fragment);
    const triples = letters.slice(2).map((_, at) => quoted(letters.slice(at, at + 3).join('')));
    if (triples.length === 0) return [];
    const rows = this.#database.all(
      `SELECT term FROM terms WHERE id IN (SELECT rowid FROM term_search WHERE term_search MATCH ?)
         AND instr(term, ?) > 0 ORDER BY length(term), term LIMIT ?`,
      triples.join(' AND '),
      fragment,
      mostContaining,
    );
    return rows.map((row) => text(row, 'term'));
  }

  /**
   * Takes the words out of `pending` that living memories have. Where many have the word's stem and the first of them
   * not the word itself, it counts as gone: forgetting too much loses a correction, too little a secret.
   */
  #keepWhatLives(word: string, pending: Set<string>): void {
    const rows = this.#database.iterate(
      `SELECT ${textFields} FROM memories WHERE seq IN (SELECT rowid FROM memory_search WHERE memory_search MATCH ? LIMIT ?)`,
      termExpression({ text: word }),
      mostChecked,
    );
    for (const row of rows) {
      for (const living of memoryTerms(textsOfRow(row)).known) pending.delete(living);
      if (!pending.has(word)) return;
    }
    if (!this.#hasTurns()) return;
    const turns = this.#database.iterate(
      'SELECT content FROM turns WHERE seq IN (SELECT rowid FROM turn_search WHERE turn_search MATCH ? LIMIT ?)',
      termExpression({ text: word }),
      mostChecked,
    );
    for (const row of turns) {
      for (const living of memoryTerms(turnTexts(text(row, 'content'))).known) pending.delete(living);
      if (!pending.has(word)) return;
    }
  }

  *#saidIn(id: string): Iterable<string> {
    if (!this.#hasTurns()) return;
    const rows = this.#database.iterate(
      'SELECT content FROM turns WHERE memory = (SELECT seq FROM memories WHERE id = ?)',
      id,
    );
    for (const row of rows) yield text(row, 'content');
  }

  /** An older release knew none. */
  #hasTurns(): boolean {
    return this.#database.get(`SELECT 1 FROM sqlite_schema WHERE name = 'turns'`) !== undefined;
  }
}

const reversed = (word: string): string => Array.from(word).toReversed().join('');

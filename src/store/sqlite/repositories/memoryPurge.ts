import { reviewLinkKinds, withoutReferences } from '../../../core/memory/memoryLink.ts';
import { keyedSession } from '../../../core/session/sessionKey.ts';
import { shortId } from '../../../core/shortId.ts';
import type { Database } from '../../../sqlite/database.ts';
import { applicationId } from '../migrate.ts';
import { number, text } from './columns.ts';
import { DerivedPurge } from './derivedPurge.ts';
import { Lexicon } from './lexicon.ts';
import { parsedState } from './typedFacts.ts';

/**
 * Takes memories, or what they said earlier, out of every table of a database, of whatever release: backups keep the
 * schema of their day. To be run in a transaction.
 */
export class MemoryPurge {
  readonly #database: Database;
  readonly #lexicon: Lexicon;
  readonly #derived: DerivedPurge;

  constructor(database: Database) {
    this.#database = database;
    this.#lexicon = new Lexicon(database);
    this.#derived = new DerivedPurge(database);
  }

  /**
   * False for a database of another program. One whose header does not say whose it is counts as ours when it has our
   * tables, so that a damaged header keeps nothing from being purged.
   */
  get isOurs(): boolean {
    const id = this.#database.get('PRAGMA application_id')?.['application_id'];
    return id === applicationId || (this.#hasTable('memories') && this.#hasTable('history'));
  }

  /** Those of the ids that a row or the history knows; of sessions, by their keys. */
  known(ids: readonly string[]): string[] {
    return ids.filter((id) => {
      const session = keyedSession(id);
      if (session !== undefined) return this.#derived.hasSession(session);
      return (
        this.#database.get('SELECT 1 FROM memories WHERE id = ?', id) !== undefined ||
        this.#database.get('SELECT 1 FROM history WHERE memory_id = ?', id) !== undefined
      );
    });
  }

  /** Ids that end in these lower-case digits. */
  endingIn(tail: string): string[] {
    return this.#database
      .all(
        `SELECT id FROM memories WHERE substr(id, -length(?1)) = ?1
         UNION SELECT memory_id FROM history WHERE substr(memory_id, -length(?1)) = ?1`,
        tail,
      )
      .map((row) => text(row, 'id'));
  }

  /** Returns the ids of the questions that went with them. Among the ids may be keys of sessions. */
  memories(keys: readonly string[]): string[] {
    for (const key of keys) {
      const session = keyedSession(key);
      if (session !== undefined) this.#derived.forgetSession(session);
    }
    const ids = keys.filter((key) => keyedSession(key) === undefined);
    const questions = this.#questionsAbout(ids);
    const all = [...new Set([...ids, ...questions])];
    this.#derived.forget(all, { earlierOnly: false });
    this.#withoutWords(all, () => {
      for (const id of all) this.#forget(id);
      this.#forgetInHistory(new Set(all));
    });
    return questions;
  }

  /** Returns the ids of the questions that went with them: those quote what a memory said when they were asked. */
  versions(ids: readonly string[]): string[] {
    const questions = this.#questionsAbout(ids).filter((id) => !ids.includes(id));
    this.#derived.forget(ids, { earlierOnly: true });
    this.#withoutWords([...ids, ...questions], () => {
      for (const id of ids) {
        this.#forgetReplies(id);
        // The entry of its creation holds no text, and says who wrote the memory.
        this.#database.run('DELETE FROM history WHERE memory_id = ? AND before IS NOT NULL', id);
        this.#forgetCodes(id);
      }
      for (const id of questions) this.#forget(id);
      if (questions.length > 0) this.#forgetInHistory(new Set(questions));
    });
    return questions;
  }

  #forget(id: string): void {
    this.#forgetReplies(id);
    this.#database.run('DELETE FROM history WHERE memory_id = ?', id);
    this.#forgetStatements(id);
    // What it was called elsewhere stays, and leads to nothing: it would be taken in again.
    if (this.#hasTable('origins')) this.#database.run("UPDATE origins SET memory = '' WHERE memory = ?", id);
    this.#database.run('UPDATE memories SET superseded_by = NULL WHERE superseded_by = ?', id);
    this.#forgetLinks(id);
    this.#database.run('DELETE FROM memories WHERE id = ?', id);
  }

  /**
   * The digests by which statements are known stay, and lead to nothing: the commit is still there, and an amend, a
   * rebase or a cherry-pick of it would bring the text back. Slots that name a file or a memory go.
   */
  #forgetStatements(id: string): void {
    const statements = this.#hasTable('captured_statements') ? 'captured_statements' : 'captured_findings';
    this.#database.run(
      `DELETE FROM ${statements} WHERE fingerprint = ?1
       OR (memory_id = ?2 AND (fingerprint GLOB 'record#*' OR fingerprint GLOB 'awaited:*' OR fingerprint GLOB 'offer:*'))`,
      `offer:${id}`,
      id,
    );
    this.#database.run(`UPDATE ${statements} SET memory_id = '' WHERE memory_id = ?`, id);
  }

  /** Replies and jobs may quote the memory; they name it by its whole id or by the short one, its end. */
  #forgetReplies(id: string): void {
    const short = shortId(id);
    this.#database.run('DELETE FROM idempotency WHERE instr(reply, ?) > 0', short);
    this.#database.run(`DELETE FROM jobs WHERE instr(${this.#textOfJobs}, ?) > 0`, short);
  }

  /** What a job says, in the columns that there were on the day of this database. */
  get #textOfJobs(): string {
    return this.#database
      .all(
        `SELECT name FROM pragma_table_info('jobs') WHERE name IN ('payload', 'cursor', 'result', 'error') ORDER BY cid`,
      )
      .map((row) => `coalesce(${text(row, 'name')}, '')`)
      .join(' || ');
  }

  /** Packed codes may still be those of an earlier text: the chunk goes, and is made anew of the vectors there are. */
  #forgetCodes(id: string): void {
    if (!this.#hasTable('vector_chunks')) return;
    const row = this.#database.get('SELECT seq FROM memories WHERE id = ?', id);
    if (!row) return;
    const chunk = number(row, 'seq') >> 10;
    this.#database.run(
      `INSERT INTO vector_changes (space, memory) SELECT v.space, v.memory FROM vector_chunks AS c
       JOIN memory_vectors AS v ON v.space = c.space AND v.memory BETWEEN ? AND ?
       JOIN vector_spaces AS s ON s.id = c.space AND s.dropped_at IS NULL WHERE c.number = ?`,
      chunk * 1024,
      chunk * 1024 + 1023,
      chunk,
    );
    this.#database.run('DELETE FROM vector_chunks WHERE number = ?', chunk);
  }

  /** Memories that ask whether one of these still holds quote it. */
  #questionsAbout(ids: readonly string[]): string[] {
    const asking = this.#hasTable('memory_links')
      ? `SELECT id FROM memories WHERE seq IN
           (SELECT memory FROM memory_links WHERE kind = 'ends' AND target IN (SELECT value FROM json_each(?)))`
      : `SELECT id FROM memories
         WHERE metadata <> '{}' AND metadata ->> 'ends' IN (SELECT value FROM json_each(?))`;
    return this.#database.all(asking, JSON.stringify(ids)).map((row) => text(row, 'id'));
  }

  /** Links of others that would lead nowhere. */
  #forgetLinks(id: string): void {
    if (!this.#hasTable('memory_links')) return;
    this.#database.run(
      `UPDATE memories SET links =
         (SELECT json_group_array(json(value)) FROM json_each(links) WHERE value ->> 'to' <> ?1)
       WHERE seq IN (SELECT memory FROM memory_links WHERE target = ?1)`,
      id,
    );
  }

  /** What others said before may lead to them as well: an undo would bring that back. All at once, as it reads every state. */
  #forgetInHistory(ids: ReadonlySet<string>): void {
    const leading = ['"supersededBy":"', '"links":[{', ...reviewLinkKinds.map((kind) => `"${kind}":"`)];
    const rows = this.#database.all(
      `SELECT id FROM history WHERE before IS NOT NULL AND (${leading.map(() => 'instr(before, ?) > 0').join(' OR ')})`,
      ...leading,
    );
    for (const row of rows) {
      const id = text(row, 'id');
      const stored = this.#database.get('SELECT before FROM history WHERE id = ?', id);
      const before = stored && parsedState(text(stored, 'before'));
      const left = before && withoutReferences(before, (other) => ids.has(other));
      if (left !== before)
        this.#database.run('UPDATE history SET before = ? WHERE id = ?', JSON.stringify(left), id);
    }
  }

  #withoutWords(ids: readonly string[], work: () => void): void {
    const words = this.#lexicon.wordsEverIn(ids);
    work();
    // Deleting only marks words in the index; merging all of it leaves them out.
    for (const index of ['memory_search', 'turn_search'])
      if (this.#hasTable(index)) this.#database.run(`INSERT INTO ${index} (${index}) VALUES ('optimize')`);
    if (this.#hasTable('terms')) this.#lexicon.forget(words);
  }

  #hasTable(name: string): boolean {
    return this.#database.get('SELECT 1 FROM sqlite_master WHERE name = ?', name) !== undefined;
  }
}

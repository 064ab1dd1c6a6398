import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Database } from '../../src/sqlite/database.ts';
import { openDatabase } from '../../src/sqlite/openDatabase.ts';

const sessions = `CREATE TABLE session (
  id text PRIMARY KEY, project_id text NOT NULL, parent_id text, slug text NOT NULL, directory text NOT NULL, title text,
  version text NOT NULL, summary_diffs text, time_created integer NOT NULL, time_updated integer NOT NULL)`;
const messages = `CREATE TABLE message (
  id text PRIMARY KEY, session_id text NOT NULL, time_created integer NOT NULL, time_updated integer NOT NULL, data text NOT NULL)`;
const parts = `CREATE TABLE part (
  id text PRIMARY KEY, message_id text NOT NULL, session_id text NOT NULL, time_created integer NOT NULL,
  time_updated integer NOT NULL, data text NOT NULL)`;
const wholeMessages = `CREATE TABLE session_message (
  id text PRIMARY KEY, session_id text NOT NULL, type text NOT NULL, seq integer NOT NULL, time_created integer NOT NULL,
  time_updated integer NOT NULL, data text NOT NULL)`;
const indexes = [
  'CREATE INDEX message_session_time_created_id_idx ON message (session_id, time_created, id)',
  'CREATE INDEX part_message_id_id_idx ON part (message_id, id)',
];
/** Those that nobody but OpenCode may read. */
const secret = ['credential', 'account', 'control_account', 'session_share'].map(
  (name) => `CREATE TABLE ${name} (id text PRIMARY KEY, value text NOT NULL)`,
);

export interface SaidMessage {
  readonly session: string;
  readonly role?: 'user' | 'assistant';
  readonly text: string;
  readonly at: number;
  readonly updatedAt?: number;
  /** Of the assistant; still being written without it. */
  readonly completed?: number | null;
  /** Parts besides the text, as they stand in the file. */
  readonly parts?: readonly object[];
  /** Fields of the message besides. */
  readonly fields?: object;
}

/** A database as OpenCode keeps it, by its public schemas: the one with parts (1.x), and that of whole messages (2.x). */
export class OpenCodeDatabaseFile {
  readonly path: string;
  #count = 0;

  private constructor(file: string) {
    this.path = file;
  }

  static async create(file: string, generations: readonly (1 | 2)[] = [1, 2]): Promise<OpenCodeDatabaseFile> {
    mkdirSync(path.dirname(file), { recursive: true });
    const made = new OpenCodeDatabaseFile(file);
    await made.write((database) => {
      database.exec(sessions, ...secret, `INSERT INTO credential VALUES ('a', 'never-read-this')`);
      if (generations.includes(1)) database.exec(messages, parts, ...indexes);
      if (generations.includes(2)) database.exec(wholeMessages);
    });
    return made;
  }

  /** As OpenCode does: through a log, which is left where it is. */
  async write<T>(work: (database: Database) => T): Promise<T> {
    const database = await openDatabase(this.path);
    try {
      database.exec('PRAGMA locking_mode = EXCLUSIVE', 'PRAGMA journal_mode = WAL');
      database.run('BEGIN IMMEDIATE');
      const result = work(database);
      database.run('COMMIT');
      return result;
    } finally {
      database.close({ checkpoint: false });
    }
  }

  async session(
    id: string,
    {
      title = 'A talk',
      directory = '/srv/shop',
      parent = null,
      at = 1,
    }: { title?: string; directory?: string; parent?: string | null; at?: number } = {},
  ): Promise<string> {
    await this.write((database) =>
      database.run(
        `INSERT OR REPLACE INTO session VALUES (?, 'global', ?, 'slug', ?, ?, '1.18.33', NULL, ?, ?)`,
        id,
        parent,
        directory,
        title,
        at,
        at,
      ),
    );
    return id;
  }

  /** A message in the tables of 1.x. Returns its id. */
  async say(...said: readonly SaidMessage[]): Promise<string[]> {
    return this.write((database) => said.map((each) => this.#say(database, each)));
  }

  #say(
    database: Database,
    {
      session,
      role = 'user',
      text,
      at,
      updatedAt = at,
      completed = at,
      parts: more = [],
      fields,
    }: SaidMessage,
  ): string {
    const id = `msg_${String(++this.#count).padStart(6, '0')}`;
    const time = { created: at, ...(role === 'assistant' && completed !== null ? { completed } : {}) };
    const data = { role, time, ...fields };
    database.run(
      'INSERT INTO message VALUES (?, ?, ?, ?, ?)',
      id,
      session,
      at,
      updatedAt,
      JSON.stringify(data),
    );
    const all = [...more, ...(text === '' ? [] : [{ type: 'text', text }])];
    for (const [order, part] of all.entries())
      database.run(
        'INSERT INTO part VALUES (?, ?, ?, ?, ?, ?)',
        `prt_${String(this.#count).padStart(6, '0')}_${order}`,
        id,
        session,
        at,
        updatedAt,
        JSON.stringify(part),
      );
    this.#touch(database, session, updatedAt);
    return id;
  }

  /** A message in the table of 2.x. */
  async sayWhole(
    session: string,
    type: string,
    data: object,
    {
      at,
      updatedAt = at,
      id = `msg_${String(++this.#count).padStart(6, '0')}`,
    }: { at: number; updatedAt?: number; id?: string },
  ): Promise<string> {
    await this.write((database) => {
      database.run(
        'INSERT OR REPLACE INTO session_message VALUES (?, ?, ?, ?, ?, ?, ?)',
        id,
        session,
        type,
        this.#count,
        at,
        updatedAt,
        JSON.stringify(data),
      );
      this.#touch(database, session, updatedAt);
    });
    return id;
  }

  #touch(database: Database, session: string, at: number): void {
    database.run('UPDATE session SET time_updated = max(time_updated, ?) WHERE id = ?', at, session);
  }
}

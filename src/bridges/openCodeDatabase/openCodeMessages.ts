import type { Speaker } from '../../core/conversation/turn.ts';
import { isRecord } from '../../core/isRecord.ts';
import type { Database } from '../../sqlite/database.ts';
import type { Row } from '../../sqlite/preparedStatement.ts';
import type { Mark, OpenCodeCursor } from './openCodeCursor.ts';
import { columnsOf, parsed } from './openCodeSessions.ts';

/** A message of one of the two, in the words that they have said. */
export interface OpenCodeMessage {
  readonly key: string;
  readonly table: OpenCodeCursor['tables'][number];
  readonly speaker: Speaker;
  readonly saidAt: number;
  readonly updatedAt: number;
  /** Empty where there is nothing of their own in it. */
  readonly text: string;
  /** Nothing more is going to be written to it, as far as it says. */
  readonly isFinished: boolean;
}

const columns = ['id', 'session_id', 'time_created', 'time_updated', 'data'];
const behind = 'session_id = ? AND (time_updated > ? OR (time_updated = ? AND id > ?))';

/**
 * Reads what was said in a session. Until 1.x a message has parts in a table of their own; from 2.x on it is one row of
 * `session_message`. A database that both have written to has both; what was carried over is read where it was.
 */
export class OpenCodeMessages {
  readonly #database: Database;
  readonly #hasParts: boolean;
  readonly #hasMessages: boolean;

  constructor(database: Database) {
    this.#database = database;
    const has = (table: string, ...wanted: string[]): boolean => {
      const known = columnsOf(database, table);
      return wanted.every((column) => known.has(column));
    };
    this.#hasParts = has('message', ...columns) && has('part', 'id', 'message_id', 'data');
    this.#hasMessages = has('session_message', ...columns, 'type');
  }

  get isThere(): boolean {
    return this.#hasParts || this.#hasMessages;
  }

  /** The next ones behind a mark, in the order in which they were last changed. */
  after(session: string, mark: Mark, limit: number): OpenCodeMessage[] {
    const found = [...this.#withParts(session, mark, limit), ...this.#whole(session, mark, limit)];
    return found
      .toSorted((a, b) => a.updatedAt - b.updatedAt || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
      .slice(0, limit);
  }

  #withParts(session: string, [at, id]: Mark, limit: number): OpenCodeMessage[] {
    if (!this.#hasParts) return [];
    const rows = this.#database.all(
      `SELECT id, time_created, time_updated, data FROM message WHERE ${behind} ORDER BY time_updated, id LIMIT ?`,
      session,
      at,
      at,
      id,
      limit,
    );
    return rows.flatMap((row) => {
      const data = parsed(row['data']);
      const speaker = speakerOf(data?.['role']);
      if (!data || !speaker) return [messageOf(row, 'message', 'assistant', '', true)];
      // What a compaction sums up was said before.
      const isSummary = speaker === 'assistant' && data['summary'] === true;
      const text = isSummary ? '' : this.#textOf(String(row['id']));
      const isFinished = speaker === 'user' ? text !== '' : isSummary || isOver(data);
      return [messageOf(row, 'message', speaker, text, isFinished)];
    });
  }

  /** Calls of tools, what they answered and what the model thought are parts of other types. */
  #textOf(message: string): string {
    const rows = this.#database.all(
      `SELECT data FROM part WHERE message_id = ?
         AND CASE WHEN json_valid(data) THEN data ->> '$.type' = 'text' ELSE 0 END ORDER BY id`,
      message,
    );
    return joined(rows.map(({ data }) => parsed(data)));
  }

  #whole(session: string, [at, id]: Mark, limit: number): OpenCodeMessage[] {
    if (!this.#hasMessages) return [];
    const carriedOver = this.#hasParts
      ? this.#database.get('SELECT max(time_created) AS at FROM message WHERE session_id = ?', session)?.[
          'at'
        ]
      : null;
    const rows = this.#database.all(
      `SELECT id, type, time_created, time_updated, data FROM session_message
       WHERE ${behind} AND type IN ('user', 'assistant') AND time_created > ? ORDER BY time_updated, id LIMIT ?`,
      session,
      at,
      at,
      id,
      typeof carriedOver === 'number' ? carriedOver : -1,
      limit,
    );
    return rows.flatMap((row) => {
      const data = parsed(row['data']);
      const speaker = speakerOf(row['type']);
      if (!data || !speaker) return [messageOf(row, 'session_message', 'assistant', '', true)];
      const { content, text } = data;
      const said = speaker === 'user' ? textOf(text) : joined(Array.isArray(content) ? content : []);
      return [messageOf(row, 'session_message', speaker, said, speaker === 'user' || isOver(data))];
    });
  }
}

function messageOf(
  row: Row,
  table: OpenCodeMessage['table'],
  speaker: Speaker,
  text: string,
  isFinished: boolean,
): OpenCodeMessage {
  return {
    key: String(row['id']),
    table,
    speaker,
    saidAt: Number(row['time_created']),
    updatedAt: Number(row['time_updated']),
    text,
    isFinished,
  };
}

const speakerOf = (role: unknown): Speaker | undefined =>
  role === 'user' || role === 'assistant' ? role : undefined;

const textOf = (text: unknown): string => (typeof text === 'string' ? text.trim() : '');

const isOver = ({ time, error, finish }: Record<string, unknown>): boolean =>
  (isRecord(time) && time['completed'] !== undefined && time['completed'] !== null) ||
  isRecord(error) ||
  (typeof finish === 'string' && finish !== 'tool-calls');

/** The texts among the parts of a message that were not put there by a program. */
function joined(parts: readonly unknown[]): string {
  return parts
    .flatMap((part) =>
      isRecord(part) && part['type'] === 'text' && part['synthetic'] !== true && part['ignored'] !== true
        ? [textOf(part['text'])]
        : [],
    )
    .filter((text) => text !== '')
    .join('\n\n');
}

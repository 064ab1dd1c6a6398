import type { Database } from '../../sqlite/database.ts';
import type { Row } from '../../sqlite/preparedStatement.ts';
import { isRecord } from '../../core/isRecord.ts';

/** A row of OpenCode's table of sessions. */
export interface OpenCodeSession {
  readonly id: string;
  readonly parent: string | undefined;
  /** As a person or a model has given it. */
  readonly title: string | undefined;
  readonly directory: string | undefined;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What OpenCode calls a session before it has a title. */
const untitled = /^(?:New|Child) session - \d{4}-/;
/** Subagents of subagents; a longer chain is a circle. */
const deepest = 32;

/** Reads sessions, in whichever columns this release of OpenCode keeps them. Nothing else of them is read. */
export class OpenCodeSessions {
  readonly #database: Database;
  readonly #columns: string;
  readonly isThere: boolean;

  constructor(database: Database) {
    this.#database = database;
    const known = columnsOf(database, 'session');
    this.isThere = ['id', 'time_created', 'time_updated'].every((column) => known.has(column));
    const optional = ['parent_id', 'title', 'directory', 'location'].map((column) =>
      known.has(column) ? column : `NULL AS ${column}`,
    );
    this.#columns = ['id', 'time_created', 'time_updated', ...optional].join(', ');
  }

  /** Those that have changed since a moment, and those named, in the order in which they have changed. */
  changedSince(at: number, named: readonly string[]): OpenCodeSession[] {
    return this.#database
      .all(
        `SELECT ${this.#columns} FROM session
         WHERE time_updated >= ? OR id IN (SELECT value FROM json_each(?)) ORDER BY time_updated, id`,
        at,
        JSON.stringify(named),
      )
      .map(sessionFromRow);
  }

  /** The session in which a subagent was begun, or the session itself. */
  rootOf(session: OpenCodeSession): OpenCodeSession {
    let root = session;
    for (let depth = 0; root.parent !== undefined && depth < deepest; depth += 1) {
      const row = this.#database.get(`SELECT ${this.#columns} FROM session WHERE id = ?`, root.parent);
      if (!row) return root;
      root = sessionFromRow(row);
    }
    return root;
  }
}

/** Names of the columns of a table; none where there is no such table. */
export function columnsOf(database: Database, table: string): ReadonlySet<string> {
  const rows = database.all('SELECT name FROM pragma_table_info(?)', table);
  return new Set(rows.map(({ name }) => String(name)));
}

function sessionFromRow(row: Row): OpenCodeSession {
  const title = textIn(row, 'title');
  return {
    id: String(row['id']),
    parent: textIn(row, 'parent_id'),
    title: title !== undefined && untitled.test(title) ? undefined : title,
    directory: textIn(row, 'directory') ?? directoryIn(textIn(row, 'location')),
    createdAt: Number(row['time_created']),
    updatedAt: Number(row['time_updated']),
  };
}

function textIn(row: Row, column: string): string | undefined {
  const value = row[column];
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** A location is a path, or says it as JSON. */
function directoryIn(location: string | undefined): string | undefined {
  if (location === undefined || !location.startsWith('{')) return location;
  const value = parsed(location);
  const directory = value?.['directory'];
  return typeof directory === 'string' ? directory : undefined;
}

/** An object that is written as JSON; undefined for anything else. */
export function parsed(json: unknown): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(String(json));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

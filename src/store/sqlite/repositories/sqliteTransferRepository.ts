import { MemoryBridgeError } from '../../../core/errors.ts';
import type { Turn } from '../../../core/conversation/turn.ts';
import type { Change } from '../../../core/memory/history.ts';
import type { MemoryFilter } from '../../ports/memoryFilter.ts';
import type { Origin } from '../../ports/originRepository.ts';
import type {
  RowKey,
  RowSection,
  TransferRepository,
  TransferRow,
  WholeMemory,
} from '../../ports/transferRepository.ts';
import type { Database } from '../../../sqlite/database.ts';
import type { Row, SqlValue } from '../../../sqlite/preparedStatement.ts';
import { optionalText, number, text } from './columns.ts';
import { marks, memoryCondition } from './memoryCondition.ts';
import { memoryFields, memoryFromRow } from './memoryRow.ts';
import { changeFromRow } from './sqliteHistoryRepository.ts';
import { type ColumnType, type TransferSection, transferSections } from './transferSections.ts';

export class SqliteTransferRepository implements TransferRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async countMemories(filter: MemoryFilter): Promise<number> {
    const { sql, parameters } = memoryCondition(filter);
    const row = this.#database.get(`SELECT count(*) AS count FROM memories WHERE ${sql}`, ...parameters);
    return Number(row?.['count']);
  }

  async memories(
    filter: MemoryFilter,
    { after, limit, offset = 0, withHistory }: Parameters<TransferRepository['memories']>[1],
  ): Promise<WholeMemory[]> {
    const { sql, parameters } = memoryCondition(filter);
    const behind = after ? [after.createdAt, after.id] : [];
    // One walk over an index that has all of the filter: by any other, each page would sort what is left.
    const memories = this.#database
      .all(
        `SELECT ${memoryFields} FROM memories INDEXED BY memories_newest
         WHERE ${sql}${after ? ' AND (created_at, id) > (?, ?)' : ''} ORDER BY created_at, id LIMIT ? OFFSET ?`,
        ...parameters,
        ...behind,
        limit,
        offset,
      )
      .map(memoryFromRow);
    const ids = JSON.stringify(memories.map(({ id }) => id));
    const origins = this.#originsOf(ids);
    const history = withHistory ? this.#historyOf(ids) : new Map<string, Change[]>();
    const turns = this.#turnsOf(ids);
    return memories.map((memory) => ({
      memory,
      origins: origins.get(memory.id) ?? [],
      history: history.get(memory.id) ?? [],
      turns: turns.get(memory.id) ?? [],
    }));
  }

  async rows(
    section: RowSection,
    { after, limit, projects }: Parameters<TransferRepository['rows']>[1],
  ): Promise<{ row: TransferRow; key: RowKey }[]> {
    const { table, key, columns, project, only } = transferSections[section];
    if (projects && !project) return [];
    const conditions = [
      ...(only === undefined ? [] : [only]),
      ...(projects && project ? [`${project.column} IN (SELECT ? || value FROM json_each(?))`] : []),
      ...(after ? [`(${key.join(', ')}) > (${marks(key)})`] : []),
    ];
    const rows = this.#database.all(
      `SELECT ${Object.keys(columns).join(', ')} FROM ${table}
       ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''} ORDER BY ${key.join(', ')} LIMIT ?`,
      ...(projects && project ? [project.prefix ?? '', JSON.stringify(projects)] : []),
      ...(after ?? []),
      limit,
    );
    return rows.map((row) => ({
      row: Object.fromEntries(
        Object.entries(columns).map(([column, { as, type }]) => [as, exported(row[column] ?? null, type)]),
      ),
      key: key.map((column) => row[column] as string | number),
    }));
  }

  async put(
    section: RowSection,
    row: TransferRow,
    { isReplaced }: { readonly isReplaced: boolean },
  ): Promise<boolean> {
    const { table, columns, made = {} } = transferSections[section];
    const values = new Map<string, SqlValue>();
    for (const [column, { as, type, isOptional }] of Object.entries(columns))
      values.set(column, imported(row[as], type, isOptional ?? false, `${section}.${as}`));
    for (const [column, make] of Object.entries(made)) values.set(column, make(row));
    const names = [...values.keys()];
    const changed = this.#database.run(
      `INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks(names)}) ON CONFLICT DO ${onConflict(transferSections[section], isReplaced)}`,
      ...values.values(),
    );
    return changed > 0;
  }

  #originsOf(ids: string): Map<string, Omit<Origin, 'memory'>[]> {
    const rows = this.#database.all(
      `SELECT system, place, ref, memory, fingerprint, at FROM origins
       WHERE memory IN (SELECT value FROM json_each(?)) ORDER BY memory, system, place, ref`,
      ids,
    );
    const found = new Map<string, Omit<Origin, 'memory'>[]>();
    for (const row of rows) gather(found, text(row, 'memory'), originOf(row));
    return found;
  }

  #turnsOf(ids: string): Map<string, Turn[]> {
    const rows = this.#database.all(
      `SELECT memories.id AS memory, turns.key, speaker, said_at, turns.content FROM turns
       JOIN memories ON memories.seq = turns.memory WHERE memories.id IN (SELECT value FROM json_each(?))
       ORDER BY memories.id, said_at, turns.seq`,
      ids,
    );
    const found = new Map<string, Turn[]>();
    for (const row of rows) gather(found, text(row, 'memory'), turnOf(row));
    return found;
  }

  #historyOf(ids: string): Map<string, Change[]> {
    const rows = this.#database.all(
      `SELECT * FROM history WHERE memory_id IN (SELECT value FROM json_each(?)) AND action <> 'import'
       ORDER BY memory_id, id`,
      ids,
    );
    const found = new Map<string, Change[]>();
    for (const row of rows) gather(found, text(row, 'memory_id'), changeFromRow(row));
    return found;
  }
}

/** A table without any other column than its key has nothing to replace. */
function onConflict({ key, columns, made = {} }: TransferSection, isReplaced: boolean): string {
  const rest = [...Object.keys(columns), ...Object.keys(made)].filter((column) => !key.includes(column));
  if (!isReplaced || rest.length === 0) return 'NOTHING';
  const differs = rest.map((column) => `${column} IS NOT excluded.${column}`).join(' OR ');
  return `UPDATE SET ${rest.map((column) => `${column} = excluded.${column}`).join(', ')} WHERE ${differs}`;
}

const originOf = (row: Row): Omit<Origin, 'memory'> => ({
  system: text(row, 'system'),
  place: text(row, 'place'),
  ref: text(row, 'ref'),
  fingerprint: optionalText(row, 'fingerprint'),
  at: number(row, 'at'),
});

const turnOf = (row: Row): Turn => ({
  key: text(row, 'key'),
  speaker: text(row, 'speaker') as Turn['speaker'],
  saidAt: number(row, 'said_at'),
  content: text(row, 'content'),
});

function gather<T>(all: Map<string, T[]>, key: string, one: T): void {
  const known = all.get(key);
  if (known) known.push(one);
  else all.set(key, [one]);
}

function exported(value: SqlValue, type: ColumnType): unknown {
  return type === 'json' && typeof value === 'string' ? JSON.parse(value) : value;
}

function imported(value: unknown, type: ColumnType, isOptional: boolean, name: string): SqlValue {
  if (type === 'json' && value !== undefined) return JSON.stringify(value);
  if (isOptional && (value === null || value === undefined)) return null;
  if (type === 'text' && typeof value === 'string') return value;
  if (type === 'number' && Number.isSafeInteger(value)) return value as number;
  throw new MemoryBridgeError(
    'invalid_input',
    `${name} is ${type === 'number' ? 'no whole number' : 'missing or no text'}.`,
  );
}

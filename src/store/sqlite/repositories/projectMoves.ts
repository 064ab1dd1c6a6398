import { valueSpace } from '../../../core/values.ts';
import type { Database } from '../../../sqlite/database.ts';
import type { SqlValue } from '../../../sqlite/preparedStatement.ts';
import type { MovedCounts } from '../../ports/projectRepository.ts';
import { marks } from './memoryCondition.ts';

/** Rows that have a key of their own, and say whose they are in a column. */
const owned = [
  { table: 'memories', key: 'seq' },
  { table: 'sessions', key: 'id' },
  { table: 'jobs', key: 'id' },
  { table: 'entities', key: 'reference' },
] as const;

interface Keyed {
  readonly table: string;
  readonly columns: readonly string[];
  /** The column that says whose a row is, and what stands in it. */
  readonly by: string;
  readonly keyOf: (project: string) => string;
}

const same = (project: string): string => project;

/** Rows whose key is the project with something else: what is there already under the other project stays. */
const keyed: readonly Keyed[] = [
  {
    table: 'claims',
    columns: ['resource', 'project', 'session_id', 'note', 'claimed_at'],
    by: 'project',
    keyOf: same,
  },
  {
    table: 'captured_commits',
    columns: ['project', 'sha', 'patch_id', 'at'],
    by: 'project',
    keyOf: same,
  },
  {
    table: 'captured_statements',
    columns: ['project', 'fingerprint', 'memory_id', 'sha'],
    by: 'project',
    keyOf: same,
  },
  { table: 'capture_cursors', columns: ['project', 'root', 'sha'], by: 'project', keyOf: same },
  {
    table: 'key_values',
    columns: ['namespace', 'key', 'value', 'expires_at', 'updated_at'],
    by: 'namespace',
    keyOf: valueSpace,
  },
];

/** What says of which names a project is, whole: there is little of it. */
const named = [
  { table: 'projects', columns: ['id', 'name', 'root', 'mode', 'mode_until', 'mode_since'], by: ['id'] },
  { table: 'project_aliases', columns: ['alias', 'project'], by: ['alias', 'project'] },
  { table: 'project_leads', columns: ['id', 'project'], by: ['id', 'project'] },
] as const;

type Values = readonly SqlValue[];

/** Everything that a move has touched, as it was. */
export interface MovedRows {
  readonly owned: Readonly<Record<string, readonly (readonly [key: string | number, project: string])[]>>;
  readonly keyed: Readonly<Record<string, readonly { readonly row: Values; readonly isKept: boolean }[]>>;
  readonly named: Readonly<Record<string, readonly Values[]>>;
  /** The names whose rows those are. */
  readonly names: readonly string[];
  readonly to: string;
}

/** How many rows stand under these keys. */
export function countRows(database: Database, keys: readonly string[]): MovedCounts {
  const count = (table: string, more = ''): number =>
    Number(
      database.get(`SELECT count(*) AS n FROM ${table} WHERE project IN (${marks(keys)})${more}`, ...keys)?.[
        'n'
      ],
    );
  return {
    memories: count('memories', ' AND deleted_at IS NULL'),
    deleted: count('memories', ' AND deleted_at IS NOT NULL'),
    sessions: count('sessions'),
    claims: count('claims'),
    jobs: count('jobs'),
    captured: count('captured_commits') + count('captured_statements'),
  };
}

/** Moves all rows under these keys, and answers what puts them back. */
export function moveRows(database: Database, keys: readonly string[], to: string): MovedRows {
  const names = [...keys, to];
  const all = marks(keys);
  const rowsOf = (table: string, columns: readonly string[], condition: string, values: Values): Values[] =>
    database
      .all(`SELECT ${columns.join(', ')} FROM ${table} WHERE ${condition}`, ...values)
      .map((row) => columns.map((column) => row[column] as SqlValue));
  const before = {
    names,
    to,
    named: Object.fromEntries(
      named.map(({ table, columns, by }) => [
        table,
        rowsOf(
          table,
          columns,
          by.map((column) => `${column} IN (${marks(names)})`).join(' OR '),
          by.flatMap(() => names),
        ),
      ]),
    ),
    owned: Object.fromEntries(
      owned.map(({ table, key }) => [
        table,
        database
          .all(`SELECT ${key} AS own, project FROM ${table} WHERE project IN (${all})`, ...keys)
          .map((row) => [row['own'], row['project']] as [string | number, string]),
      ]),
    ),
  };
  for (const { table } of owned)
    database.run(`UPDATE ${table} SET project = ? WHERE project IN (${all})`, to, ...keys);
  const movedKeys = Object.fromEntries(
    keyed.map((each) => [
      each.table,
      rowsOf(each.table, each.columns, `${each.by} IN (${all})`, keys.map(each.keyOf)).map((row) => ({
        row,
        isKept: insert(database, each.table, each.columns, under(each, row, to), 'OR IGNORE'),
      })),
    ]),
  );
  for (const { table, by, keyOf } of keyed)
    database.run(`DELETE FROM ${table} WHERE ${by} IN (${all})`, ...keys.map(keyOf));
  return { ...before, keyed: movedKeys };
}

/** Puts back what a move has touched, and is still where that has put it. */
export function moveBack(
  database: Database,
  { owned: own, keyed: shared, named: table, names, to }: MovedRows,
): void {
  for (const { table: name, key } of owned)
    for (const [id, project] of own[name] ?? [])
      database.run(`UPDATE ${name} SET project = ? WHERE ${key} = ? AND project = ?`, project, id, to);
  for (const each of keyed)
    for (const { row, isKept } of shared[each.table] ?? []) {
      if (isKept) remove(database, each.table, each.columns, under(each, row, to));
      insert(database, each.table, each.columns, row, 'OR IGNORE');
    }
  for (const { table: name, by } of named.toReversed())
    database.run(
      `DELETE FROM ${name} WHERE ${by.map((column) => `${column} IN (${marks(names)})`).join(' OR ')}`,
      ...by.flatMap(() => names),
    );
  for (const { table: name, columns } of named)
    for (const row of table[name] ?? []) insert(database, name, columns, row, 'OR REPLACE');
}

/** The row as it stands under another project. */
const under = ({ columns, by, keyOf }: Keyed, row: Values, project: string): Values =>
  row.map((value, at) => (columns[at] === by ? keyOf(project) : value));

function insert(
  database: Database,
  table: string,
  columns: readonly string[],
  row: Values,
  how: 'OR IGNORE' | 'OR REPLACE',
): boolean {
  const names = columns.join(', ');
  return database.run(`INSERT ${how} INTO ${table} (${names}) VALUES (${marks(columns)})`, ...row) > 0;
}

function remove(database: Database, table: string, columns: readonly string[], row: Values): void {
  database.run(
    `DELETE FROM ${table} WHERE ${columns.map((column) => `${column} IS ?`).join(' AND ')}`,
    ...row,
  );
}

/** What is at work goes with a project that gets another id; a claim that is there already stays. */
export function takeWork(database: Database, keys: readonly string[], to: string): void {
  const all = marks(keys);
  database.run(`UPDATE sessions SET project = ? WHERE project IN (${all})`, to, ...keys);
  database.run(`UPDATE OR IGNORE claims SET project = ? WHERE project IN (${all})`, to, ...keys);
  database.run(`DELETE FROM claims WHERE project IN (${all})`, ...keys);
  database.run(`UPDATE jobs SET project = ? WHERE project IN (${all}) AND state <> 'running'`, to, ...keys);
}

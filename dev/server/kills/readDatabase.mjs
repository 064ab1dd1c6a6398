// Run by a Node with SQLite built in: the native library reads what ours has written. Takes `{ checks, queries }` on
// standard input, answers `{ problems, rows }` on standard output.
import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const { checks, queries } = JSON.parse(readFileSync(0, 'utf8'));
const database = new DatabaseSync(process.argv[2]);
const problems = [];
for (const sql of checks) {
  try {
    for (const row of database.prepare(sql).all())
      for (const text of Object.values(row)) if (text !== 'ok') problems.push(`${sql}: ${text}`);
  } catch (error) {
    problems.push(`${sql}: ${error.message}`);
  }
}
const rows = Object.fromEntries(
  Object.entries(queries).map(([name, sql]) => [name, database.prepare(sql).all()]),
);
database.close();
process.stdout.write(JSON.stringify({ problems, rows }));

import path from 'node:path';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import { migrations } from '../../../src/store/sqlite/migrations/migrations.ts';
import { openStore } from '../../../src/store/sqlite/openStore.ts';

/** Filled by triggers, or SQLite's own. */
const derived = /^(?:memory_search|memory_entities|sqlite_)/;

/**
 * Makes a home with what is in another one, as the first schema would hold it, so that all steps have something to do.
 * Returns the tables that schema has not.
 */
export async function copyAsOfFirstSchema(from: string, home: string): Promise<string[]> {
  await (await openStore({ home, migrations: migrations.slice(0, 1) })).close();
  const database = await openDatabase(path.join(home, 'memory.db'));
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  database.run('ATTACH ? AS kept', path.join(from, 'memory.db'));
  const names = (schema: string) =>
    database
      .all(`SELECT name FROM ${schema}.sqlite_schema WHERE type = 'table'`)
      .map(({ name }) => String(name));
  const known = names('main');
  for (const table of known.filter((name) => !derived.test(name))) {
    const columns = database
      .all(`SELECT name FROM pragma_table_info('${table}', 'main')`)
      .map(({ name }) => `"${String(name)}"`);
    database.run(`DELETE FROM main.${table}`);
    database.run(
      `INSERT INTO main.${table} (${columns.join(', ')}) SELECT ${columns.join(', ')} FROM kept.${table}`,
    );
  }
  const without = names('kept').filter((name) => !known.includes(name));
  database.exec('DETACH kept');
  database.close();
  return without;
}

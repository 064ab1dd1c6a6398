import path from 'node:path';
import { openReadOnly } from '../../src/sqlite/openReadOnly.ts';
import type { EmbeddedStore } from '../../src/store/ports/embeddedStore.ts';
import { tempDirectory } from '../files/tempDirectory.ts';

/** Every row of every table whose name is not among those left out, as text, sorted. */
export async function everyRow(
  store: Pick<EmbeddedStore, 'backup'>,
  leftOut: RegExp,
  plain: (table: string, row: Record<string, unknown>) => Record<string, unknown> | undefined = (_, row) =>
    row,
): Promise<Record<string, string[]>> {
  const temp = await tempDirectory('rows');
  const file = path.join(temp.path, 'copy.db');
  await store.backup(file);
  const copy = await openReadOnly(file);
  try {
    const tables = copy
      .all(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`)
      .map(({ name }) => String(name))
      .filter((name) => !leftOut.test(name));
    return Object.fromEntries(
      tables.map((table) => [
        table,
        copy
          .all(`SELECT * FROM ${table}`)
          .flatMap((row) => plain(table, row) ?? [])
          .map((row) =>
            JSON.stringify(row, (_key, value: unknown) =>
              value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
            ),
          )
          .toSorted(),
      ]),
    );
  } finally {
    copy.close();
    await temp.dispose();
  }
}

import { contentKey } from '../../../core/memory/contentKey.ts';
import { storedContentKey } from '../repositories/memoryRow.ts';
import type { Migration } from './migration.ts';

/** Rows that are in memory at once. */
const slice = 500;

/**
 * Marks and case that carry meaning keep two contents apart now (`-1`, `1`). Without new keys the memories from before would
 * not be recognised when somebody says them again.
 */
export const contentKeys: Migration = {
  version: 4,
  name: 'content keys',
  apply(database) {
    for (let from = 0; ;) {
      const rows = database.all(
        'SELECT seq, content, content_key FROM memories WHERE seq > ? ORDER BY seq LIMIT ?',
        from,
        slice,
      );
      for (const row of rows) {
        const key = storedContentKey(contentKey(String(row['content'])));
        if (key !== row['content_key'])
          database.run('UPDATE memories SET content_key = ? WHERE seq = ?', key, Number(row['seq']));
      }
      if (rows.length < slice) return;
      from = Number(rows.at(-1)?.['seq']);
    }
  },
};

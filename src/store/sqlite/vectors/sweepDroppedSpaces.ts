import { number } from '../repositories/columns.ts';
import type { Database } from '../../../sqlite/database.ts';

/** In this order, and the space itself at the end. Rows of a statement are few: each page that they free is overwritten. */
const steps = [
  'DELETE FROM vector_chunks WHERE id IN (SELECT id FROM vector_chunks WHERE space = ? LIMIT 2)',
  'DELETE FROM passage_vectors WHERE id IN (SELECT id FROM passage_vectors WHERE space = ? LIMIT 64)',
  'DELETE FROM memory_vectors WHERE id IN (SELECT id FROM memory_vectors WHERE space = ? LIMIT 64)',
  'DELETE FROM turn_vectors WHERE id IN (SELECT id FROM turn_vectors WHERE space = ? LIMIT 64)',
  `DELETE FROM turn_passages WHERE space = ?1 AND turn IN
     (SELECT turn FROM turn_passages WHERE space = ?1 LIMIT 4096)`,
  `DELETE FROM turn_pending WHERE space = ?1 AND memory IN
     (SELECT memory FROM turn_pending WHERE space = ?1 LIMIT 4096)`,
  `DELETE FROM vector_pending WHERE space = ?1 AND memory IN
     (SELECT memory FROM vector_pending WHERE space = ?1 LIMIT 4096)`,
  // The last change stays, so that numbers are never given twice.
  `DELETE FROM vector_changes WHERE id IN
     (SELECT id FROM vector_changes WHERE space = ? AND id < (SELECT max(id) FROM vector_changes) LIMIT 4096)`,
  `DELETE FROM passage_changes WHERE id IN
     (SELECT id FROM passage_changes WHERE space = ? AND id < (SELECT max(id) FROM passage_changes) LIMIT 4096)`,
  `DELETE FROM turn_changes WHERE id IN
     (SELECT id FROM turn_changes WHERE space = ? AND id < (SELECT max(id) FROM turn_changes) LIMIT 4096)`,
];

/** Removes what dropped spaces have left, until `deadline` (`performance.now()`). True when there is more. */
export function sweepDroppedSpaces(database: Database, deadline: number): boolean {
  for (const row of database.all('SELECT id FROM vector_spaces WHERE dropped_at IS NOT NULL')) {
    const space = number(row, 'id');
    for (const sql of steps)
      while (database.run(sql, space) > 0) if (performance.now() > deadline) return true;
    database.run('DELETE FROM vector_spaces WHERE id = ?', space);
  }
  return false;
}

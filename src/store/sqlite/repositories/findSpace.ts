import { MemoryBridgeError } from '../../../core/errors.ts';
import type { Database } from '../../../sqlite/database.ts';
import type { Row } from '../../../sqlite/preparedStatement.ts';
import type { VectorSpace } from '../../ports/vectorIndex.ts';
import { number, text } from './columns.ts';

/** Spaces that were not dropped. */
export const livingSpaces = 'SELECT * FROM vector_spaces WHERE dropped_at IS NULL';

/** Throws `not_found` for one that is not there or was dropped. */
export function findSpace(database: Database, space: number): VectorSpace {
  const row = database.get(`${livingSpaces} AND id = ?`, space);
  if (!row)
    throw new MemoryBridgeError('not_found', 'These vectors are no longer there. Open their model again.');
  return spaceFromRow(row);
}

export function spaceFromRow(row: Row): VectorSpace {
  return {
    id: number(row, 'id'),
    provider: text(row, 'provider'),
    model: text(row, 'model'),
    dimensions: number(row, 'dimensions'),
    createdAt: number(row, 'created_at'),
  };
}

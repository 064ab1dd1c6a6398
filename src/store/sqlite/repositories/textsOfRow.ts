import type { Memory } from '../../../core/memory/memory.ts';
import type { Row } from '../../../sqlite/preparedStatement.ts';

/** The columns that `textsOfRow` reads. */
export const textFields = 'title, content, what, why, learned, tags, entities';

/** What of a row of `memories` is indexed, as the columns have been since the first release. */
export function textsOfRow(
  row: Row,
): Pick<Memory, 'title' | 'content' | 'what' | 'why' | 'learned' | 'tags' | 'entities'> {
  const optional = (column: string): string | null => (row[column] === null ? null : String(row[column]));
  return {
    title: String(row['title']),
    content: String(row['content']),
    what: optional('what'),
    why: optional('why'),
    learned: optional('learned'),
    tags: JSON.parse(String(row['tags'])) as Memory['tags'],
    entities: JSON.parse(String(row['entities'])) as Memory['entities'],
  };
}

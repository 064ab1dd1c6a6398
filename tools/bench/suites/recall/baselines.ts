import type { Memory } from '../../../../src/core/memory/memory.ts';
import { wordsOf } from '../../../../src/core/text/words.ts';
import { openDatabase } from '../../../../src/sqlite/openDatabase.ts';

export type Asker = (query: string, limit: number) => Promise<string[]>;

/** Words that a plain English search leaves out; its own list, so that the baselines stay as they are. */
const stopWords: ReadonlySet<string> = new Set(
  (
    'a about after again all also am an and any are as at be because been before being both but by can could d did do ' +
    'does doing down during each few for from further get got had has have having he her here hers him his how i if in ' +
    'into is it its just like ll m many me more most much my no nor not now of off on once one only or other our out ' +
    'over own re s same she should so some such t than that the their them then there these they this those through to ' +
    'too under until up us use ve very was we were what when where which while who whom why will with would you your'
  ).split(' '),
);

const subjectOf = (query: string): string[] => {
  const words = [...new Set(wordsOf(query))];
  const subject = words.filter((word) => !stopWords.has(word));
  return subject.length > 0 ? subject : words;
};

/** How often any of the words stands in a note, as part of another word, too: what searching files brings. */
export function grepAsker(memories: readonly Memory[]): Asker {
  const texts = memories.map(({ id, title, content }) => ({
    id,
    text: `${title}\n${content}`.toLowerCase(),
  }));
  return async (query, limit) => {
    const words = subjectOf(query);
    return texts
      .map(({ id, text }) => ({ id, count: words.reduce((sum, word) => sum + occurrences(text, word), 0) }))
      .filter(({ count }) => count > 0)
      .toSorted((a, b) => b.count - a.count)
      .slice(0, limit)
      .map(({ id }) => id);
  };
}

function occurrences(text: string, word: string): number {
  let count = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) count++;
  return count;
}

/**
 * Plain full-text search: one FTS5 table of its own with Porter stems and SQLite's own BM25, any word may match, function
 * words left out. It stays as it is when the product's search changes, so that figures of different versions compare.
 */
export async function bm25Asker(
  file: string,
  memories: readonly Memory[],
): Promise<{ ask: Asker; close: () => void }> {
  const database = await openDatabase(file);
  database.exec(
    "CREATE VIRTUAL TABLE notes USING fts5 (id UNINDEXED, title, content, tokenize = 'porter unicode61')",
  );
  database.transaction(() => {
    for (const { id, title, content } of memories)
      database.run('INSERT INTO notes (id, title, content) VALUES (?, ?, ?)', id, title, content);
  });
  return {
    ask: async (query, limit) =>
      database
        .all(
          'SELECT id FROM notes WHERE notes MATCH ? ORDER BY bm25(notes), rowid LIMIT ?',
          subjectOf(query)
            .map((word) => `"${word}"`)
            .join(' OR ') || '""',
          limit,
        )
        .map((row) => String(row['id'])),
    close: () => database.close(),
  };
}

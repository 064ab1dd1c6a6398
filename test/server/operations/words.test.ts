import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { porterStem } from '../../../src/core/text/porterStem.ts';
import { wordsOf } from '../../../src/core/text/words.ts';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import { tempDirectory } from '../../../dev/files/tempDirectory.ts';

const documents = ['docs/architecture.md', 'README.md', 'LICENSE', 'dev/README.md'];

it('cuts and stems words as the full-text index does', async () => {
  const root = path.resolve(import.meta.dirname, '../../..');
  const text = documents.map((name) => readFileSync(path.join(root, name), 'utf8')).join('\n');
  const words = [...new Set([...wordsOf(text), ...wordsOf('Café naïve ÜBER relational hopping 東京 v2')])];
  expect(words.length).toBeGreaterThan(500);

  await using temp = await tempDirectory('words');
  const database = await openDatabase(temp.join('words.db'));
  database.exec(
    `CREATE VIRTUAL TABLE texts USING fts5(text, tokenize='porter unicode61 remove_diacritics 2')`,
    `CREATE VIRTUAL TABLE terms USING fts5vocab(texts, 'instance')`,
    'BEGIN',
  );
  for (const [index, word] of words.entries())
    database.run('INSERT INTO texts (rowid, text) VALUES (?, ?)', index + 1, word);
  database.exec('COMMIT');
  const indexed = database.all('SELECT term, doc FROM terms ORDER BY doc').map(({ term }) => term);
  database.close();
  expect(words.map(porterStem)).toEqual(indexed);
});

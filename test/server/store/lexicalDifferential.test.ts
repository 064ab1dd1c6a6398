import { expect, it } from 'vitest';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import { seededRandom } from '../../../dev/random/seededRandom.mjs';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';

/** Words by how common they are: the n-th is drawn with 1/n, as words are in real text. */
const vocabulary = 400;
const memories = 6_000;
const questions = 100;
const shown = 10;

const random = seededRandom(9);
const letters = 'bcdfghklmnprstvz';
const wordOf = (rank: number): string =>
  `x${letters[rank & 15]}o${letters[(rank >> 4) & 15]}u${letters[rank % 13]}`;
const drawn = (from = 0): string =>
  wordOf(Math.floor((from + 1) * ((vocabulary + 1) / (from + 1)) ** random()) - 1);
const text = (length: number, from = 0): string => Array.from({ length }, () => drawn(from)).join(' ');

it('ranks the rarest of thousands of matches as ranking all of them would', async () => {
  await using bench = await StoreBench.create();
  const store = await bench.open();
  await store.write(async (unit) => {
    for (let index = 0; index < memories; index += 1)
      await unit.memories.insert(
        sampleMemory({
          title: text(3),
          content: text(8 + Math.floor(random() * 12)),
          project: index % 4 === 0 ? 'a' : 'b',
        }),
      );
  });
  const asked = Array.from({ length: questions }, () => [
    ...new Set(text(2 + Math.floor(random() * 4), 4).split(' ')),
  ]);
  const answers = await store.read(({ texts: repository }) =>
    Promise.all(
      asked.map(async (words) => {
        const terms = words.map((word) => ({ text: word }));
        const { counts } = await repository.documentFrequencies(words);
        const hits = await repository.search({ terms, phrases: [] }, { projects: ['a'] }, shown);
        const matches = [...counts.values()].reduce((sum, count) => sum + count, 0);
        return { matches, titles: hits.map(({ memory }) => memory.id) };
      }),
    ),
  );
  await store.close();
  const database = await openDatabase(bench.file);
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  let found = 0;
  let wanted = 0;
  let many = 0;
  for (const [index, words] of asked.entries()) {
    const answer = answers[index];
    if (!answer || answer.matches <= 3_000) continue;
    many += 1;
    const best = database.all(
      `SELECT id FROM memory_search JOIN memories ON seq = memory_search.rowid
       WHERE memory_search MATCH ? AND project = 'a' ORDER BY bm25(memory_search, 4, 1, 1, 2, 3, 0.5), seq DESC LIMIT ?`,
      words.map((word) => `"${word}"`).join(' OR '),
      shown,
    );
    wanted += best.length;
    found += best.filter((row) => answer.titles.includes(String(row['id']))).length;
  }
  database.close();
  expect(many).toBeGreaterThan(10);
  expect(found / wanted).toBeGreaterThan(0.95);
});

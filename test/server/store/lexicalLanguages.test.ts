import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { wholeWordsOf } from '../../../src/core/text/words.ts';
import { parseRecallQuery } from '../../../src/recall/question/recallQuery.ts';
import { indexWord } from '../../../src/store/sqlite/repositories/indexedText.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import { sampleMemory } from '../../../dev/memory/sampleMemory.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';

let bench: StoreBench;

beforeEach(async () => {
  bench = await StoreBench.create();
});
afterEach(() => bench[Symbol.asyncDispose]());

async function add(store: SqliteStore, ...changes: Partial<Memory>[]): Promise<Memory[]> {
  const memories = changes.map((change) => sampleMemory({ title: change.content ?? '', ...change }));
  await store.write(async (unit) => {
    for (const memory of memories) await unit.memories.insert(memory);
  });
  return memories;
}

/** Ids of what has a word of its own: as `list --text` and recall ask for it. */
const found = (store: SqliteStore, text: string): Promise<string[]> =>
  store.read(async ({ texts }) => {
    const hits = await texts.search({ terms: [{ text }], phrases: [] }, {}, 500);
    return hits.map(({ memory }) => memory.id);
  });

describe('purge', () => {
  it('leaves no word of any script behind, in the file or the lexicon', async () => {
    const store = await bench.open();
    const secrets = ['ключеваяфраза', 'μυστικόςκωδικός', 'السريةالكلمة', 'गोपनीयशब्द', 'ßgeheimnisø'];
    const [secret, other] = await add(
      store,
      { content: `${secrets.join(' ')} 絶対秘密の合言葉 ความลับสุดยอด 비밀열쇠` },
      { content: 'обычная запись 普通的记录' },
    );
    if (!secret || !other) throw new Error('Nothing was added');
    const words = [...new Set([...secrets, '絶対秘', '合言葉', 'ความลั', '비밀열'].flatMap(wholeWordsOf))];
    const traces = async (): Promise<string[]> => {
      const files = await Promise.all([bench.file, `${bench.file}-wal`].map((file) => readFile(file)));
      const forms = words.flatMap((word) => [word, Array.from(word).toReversed().join(''), indexWord(word)]);
      return forms.filter((form) => files.some((file) => file.includes(form)));
    };
    expect(await traces()).not.toEqual([]);
    for (const word of words) expect([word, await found(store, word)]).toEqual([word, [secret.id]]);
    await store.write((unit) => unit.memories.purge([secret.id]));
    expect(await traces()).toEqual([]);
    for (const word of words) expect(await found(store, word)).toEqual([]);
    expect(await found(store, '普通')).toEqual([other.id]);
    expect(await store.checkIntegrity()).toBe('ok');
    await store.close();
    const database = await openDatabase(bench.file);
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    expect(database.all('SELECT term FROM terms ORDER BY term').map(({ term }) => term)).toEqual([
      'запись',
      'обычная',
    ]);
    database.close();
  });
});

describe('a database from before', () => {
  const old = () => [
    sampleMemory({ title: 'zh', content: '数据库连接池的最大连接数设置为五十' }),
    sampleMemory({ title: 'ru', content: 'Файл настройки хранит порт' }),
    sampleMemory({ title: 'no', content: 'Ørsta er der serveren står', tags: ['größe'] }),
    sampleMemory({ title: 'gone', content: '已经删除的记录', deletedAt: 1 }),
    sampleMemory({ title: 'en', content: 'the parseJsonFile function of giraffes' }),
  ];
  const titles = (store: SqliteStore, text: string): Promise<string[]> =>
    store.read(async ({ texts }) => {
      const { terms, phrases } = parseRecallQuery(text, null);
      const expanded = await texts.expandTerms(terms);
      const hits = await texts.search({ terms: expanded.terms, phrases }, {}, 5);
      return hits.map(({ memory }) => memory.title);
    });

  it.each([1, 2, 3])(
    'of version %i finds words of every script, and what it found before',
    async (version) => {
      const memories = old();
      await bench.makeOld(version, memories);
      const store = await bench.open();
      expect(await titles(store, '连接池')).toEqual(['zh']);
      expect(await titles(store, 'настройки')).toEqual(['ru']);
      expect(await titles(store, 'Orsta')).toEqual(['no']);
      expect(await titles(store, 'groesse')).toEqual(['no']);
      expect(await titles(store, '删除')).toEqual([]);
      expect(await titles(store, 'giraffe')).toEqual(['en']);
      expect(await titles(store, 'girafes')).toEqual(version < 3 ? ['en'] : []);
      expect(await store.checkIntegrity()).toBe('ok');
      const gone = memories.find(({ title }) => title === 'gone');
      if (!gone) throw new Error('Nothing was added');
      await store.write((unit) =>
        unit.memories.update({ ...gone, deletedAt: null, revision: gone.revision + 1 }),
      );
      expect(await titles(store, '删除')).toEqual(['gone']);
      for (const { id } of memories) await store.write((unit) => unit.memories.purge([id]));
      expect(await store.checkIntegrity()).toBe('ok');
    },
  );

  it('leaves rows in plain letters as they are', async () => {
    await bench.makeOld(3, old());
    const store = await bench.open();
    await store.close();
    const database = await openDatabase(bench.file);
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    const rows = database.all('SELECT title, folded IS NULL AS plain FROM memories ORDER BY seq');
    expect(rows.map(({ title, plain }) => [title, plain])).toEqual([
      ['zh', 0],
      ['ru', 0],
      ['no', 0],
      ['gone', 0],
      ['en', 1],
    ]);
    database.close();
  });
});

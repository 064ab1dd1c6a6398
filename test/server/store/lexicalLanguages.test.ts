import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { gramLength } from '../../../src/core/text/stretches.ts';
import { wholeWordsOf } from '../../../src/core/text/words.ts';
import { parseRecallQuery } from '../../../src/recall/question/recallQuery.ts';
import { indexWord } from '../../../src/store/sqlite/repositories/indexedText.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import { seededRandom } from '../../../dev/random/seededRandom.mjs';
import { sampleMemory, StoreBench } from '../../../dev/store/storeBench.ts';

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

/** Letters of many scripts, as they are drawn for texts: what is written without blanks, and what has words. */
const unbroken = {
  han: ['4e00', '9f00'],
  hanExtension: ['20000', '2a600'],
  hiragana: ['3041', '3096'],
  katakana: ['30a1', '30fc'],
  hangul: ['ac00', 'd7a3'],
  thai: ['0e01', '0e4c'],
  lao: ['0e81', '0ecb'],
  khmer: ['1780', '17d3'],
  myanmar: ['1000', '1049'],
  yi: ['a000', 'a48c'],
  newTaiLue: ['1980', '19c9'],
} as const;
const worded = {
  cyrillic: ['0410', '045f'],
  greek: ['0391', '03ce'],
  arabic: ['0620', '064a'],
  hebrew: ['05d0', '05ea'],
  devanagari: ['0905', '094d'],
  bengali: ['0985', '09cd'],
  tamil: ['0b85', '0bcd'],
  georgian: ['10d0', '10f0'],
  ethiopic: ['1200', '1350'],
  armenian: ['0561', '0587'],
  cherokee: ['13a0', '13f5'],
  adlam: ['1e900', '1e943'],
  latinExtended: ['00c0', '024f'],
} as const;
const letters = /[\p{L}\p{M}]/u;

function drawn(random: () => number, [from, to]: readonly [string, string], length: number): string {
  const [first, last] = [Number.parseInt(from, 16), Number.parseInt(to, 16)];
  let text = '';
  while (Array.from(text).length < length) {
    const letter = String.fromCodePoint(first + Math.floor(random() * (last - first + 1)));
    // A mark needs something to stand on, or it belongs to nothing.
    if (letters.test(letter) && (text !== '' || /\p{L}/u.test(letter))) text += letter;
  }
  return text;
}

describe('any word cut out of a text', () => {
  const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
  const pick = <T>(random: () => number, items: readonly T[]): T =>
    items[Math.floor(random() * items.length)] as T;

  it('finds it where there are no blanks, wherever it is cut between two letters', async () => {
    const store = await bench.open();
    const random = seededRandom(11);
    const texts = Array.from({ length: 120 }, () => {
      const runs = Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
        drawn(random, pick(random, Object.values(unbroken)), 2 + Math.floor(random() * 14)),
      );
      return runs.join(pick(random, ['', 'Redis', '，', ' ', '7']));
    });
    const memories = await add(store, ...texts.map((content) => ({ content, title: 'x' })));
    let cuts = 0;
    for (const { id, content } of memories) {
      const pieces = [...graphemes.segment(content)].map(({ segment }) => segment);
      for (let round = 0; round < 8; round += 1) {
        const from = Math.floor(random() * pieces.length);
        const word = pieces.slice(from, from + 1 + Math.floor(random() * 6)).join('');
        const [whole = '', ...more] = wholeWordsOf(word);
        // What of it is several words is asked for by several.
        if (more.length > 0 || gramLength(whole) === 0) continue;
        cuts += 1;
        const ids = await found(store, word);
        expect([content, word, ids.includes(id)]).toEqual([content, word, true]);
      }
    }
    expect(cuts).toBeGreaterThan(300);
  });

  it('finds it where there are words, in every form of its letters', async () => {
    const store = await bench.open();
    const random = seededRandom(12);
    const texts = Array.from({ length: 120 }, () =>
      Array.from({ length: 3 + Math.floor(random() * 5) }, () =>
        drawn(random, pick(random, Object.values(worded)), 2 + Math.floor(random() * 9)),
      ).join(pick(random, [' ', ', ', '\n'])),
    );
    const memories = await add(store, ...texts.map((content) => ({ content, title: 'x' })));
    for (const { id, content } of memories)
      for (let round = 0; round < 6; round += 1) {
        const word = pick(random, content.split(/[\s,]+/));
        const forms = [word, word.normalize('NFD'), word.normalize('NFC')];
        const asked = pick(random, [...forms, word.toUpperCase(), word.toLowerCase()]);
        // Capitals of some letters are two letters, or letters of others.
        if (wholeWordsOf(asked).join(' ') !== wholeWordsOf(word).join(' ')) continue;
        expect([content, asked, (await found(store, asked)).includes(id)]).toEqual([content, asked, true]);
      }
    expect(await store.checkIntegrity()).toBe('ok');
  });

  it('does not find what is not there', async () => {
    const store = await bench.open();
    await add(store, { content: '数据库连接池' }, { content: 'ฐานข้อมูลสำรอง' }, { content: 'か' });
    for (const absent of ['据连', '池连接', '接数', 'ข้อมูลฐาน', 'สำข้', 'が', 'ガ'])
      expect([absent, await found(store, absent)]).toEqual([absent, []]);
  });
});

describe('other forms of a word', () => {
  const expand = (store: SqliteStore, text: string) => {
    const { terms, language } = parseRecallQuery(text, null);
    return store.read(({ texts }) => texts.expandTerms(terms, language));
  };
  const formsOf = async (store: SqliteStore, text: string): Promise<string[]> =>
    (await expand(store, text)).terms.flatMap((term) =>
      term.standsFor && term.documents > 0 ? term.text : [],
    );

  it.each([
    ['wie viele Verbindungen', 'eine Verbindung', 'verbindung'],
    ['wo ist die Vorlage', 'zwei Vorlagen', 'vorlagen'],
    ['die Verbindung zur Datenbank', 'der Datenbankverbindungspool', 'datenbankverbindungspool'],
    ['quel est le journal', 'les journaux', 'journaux'],
    ['cuando fue instalado el servidor', 'instalada', 'instalada'],
    ['a conexão da base', 'as conexões', 'conexoes'],
    ['qual é la chiave', 'le chiavi', 'chiavi'],
    ['välja anslutningar', 'en anslutning', 'anslutning'],
    ['сколько ошибок', 'та ошибка', 'ошибка'],
    ['οι ρυθμίσεις', 'μια ρύθμιση', 'ρυθμιση'],
    ['განახლება', 'განახლების', 'განახლების'],
    ['לוגים', 'הלוגים נשמרים', 'הלוגים'],
    ['והשרת', 'שרת חדש', 'שרת'],
    ['בשרת', 'השרת', 'השרת'],
    ['இணைப்புகள்', 'இணைப்பு', 'இணைப்பு'],
  ])('are looked for: %j finds %j', async (question, content, form) => {
    const store = await bench.open();
    await add(store, { content, title: 'x' });
    expect(await formsOf(store, question)).toContain(form);
  });

  it('are none in English, whose stems are all', async () => {
    const store = await bench.open();
    await add(store, { content: 'the server serves services, connexions and verbindungen', title: 'x' });
    for (const question of ['the service', 'how does the connexion work', 'service limits'])
      expect([question, await formsOf(store, question)]).toEqual([question, []]);
  });

  it('are parts where a word without blanks is not there, or changes its form', async () => {
    const store = await bench.open();
    await add(store, { content: 'コネクション, 遅れる', title: 'x' });
    expect(await formsOf(store, 'コネクション')).toEqual([]);
    const parts = ['コネ', 'ネク'].map((text) => ({ text, standsFor: ['コネクト'] }));
    const { terms } = await store.read(({ texts }) => texts.expandTerms([{ text: 'コネクト' }, ...parts]));
    expect(terms.map(({ text, documents }) => [text, documents])).toEqual([
      ['コネクト', 0],
      ['コネ', 1],
      ['ネク', 1],
    ]);
    const verb = [{ text: '遅れる' }, { text: '遅れ', standsFor: ['遅れる'] }];
    expect((await store.read(({ texts }) => texts.expandTerms(verb))).terms).toHaveLength(2);
  });

  it('are not guessed at where another letter is another word', async () => {
    const store = await bench.open();
    await add(store, { content: 'الكتاب كتاب خادم порт काल कल שרת データ 数据 がくせい', title: 'x' });
    for (const word of ['كاتب', 'خدام', 'пот', 'काला', 'שרות', 'データー', '数居', 'かくせい'])
      expect([word, (await expand(store, word)).corrections]).toEqual([word, []]);
    expect((await expand(store, 'كتاب')).terms[0]).toMatchObject({ documents: 1 });
    await add(store, { content: 'настройка сервера', title: 'x' });
    expect((await expand(store, 'настойка')).corrections).toEqual([{ from: 'настойка', to: 'настройка' }]);
  });
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

  it('takes back words of which an edit left only the history', async () => {
    const store = await bench.open();
    const [memory] = await add(store, { content: 'пароль отца 旧的口令' });
    if (!memory) throw new Error('Nothing was added');
    await store.write((unit) =>
      unit.memories.update({ ...memory, title: 'x', content: 'plain now', revision: memory.revision + 1 }),
    );
    expect(await found(store, '口令')).toEqual([]);
    expect(await found(store, 'пароль')).toEqual([]);
    await store.write((unit) =>
      unit.memories.update({ ...memory, content: '新的口令', revision: memory.revision + 2 }),
    );
    expect(await found(store, '口令')).toEqual([memory.id]);
    expect(await found(store, 'plain')).toEqual([]);
    expect(await store.checkIntegrity()).toBe('ok');
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

import { describe, expect, it } from 'vitest';
import { gramLength } from '../../../src/core/text/stretches.ts';
import { wholeWordsOf } from '../../../src/core/text/words.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { parseRecallQuery } from '../../../src/recall/question/recallQuery.ts';
import { seededRandom } from '../../../dev/random/seededRandom.mjs';
import { GivenStore, type OpenStore } from './givenStore.ts';

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

/** Words of every script, with and without blanks between them, and the forms that they take. */
export function describeLanguages(openStore: OpenStore): void {
  const given = new GivenStore(openStore);
  const { read, write, check } = given;
  const add = (...changes: Partial<Memory>[]) =>
    given.add(...changes.map((change) => ({ title: change.content ?? '', ...change })));
  /** Ids of what has a word of its own: as `list --text` and recall ask for it. */
  const found = async (text: string): Promise<string[]> => {
    const hits = await read((unit) => unit.texts.search({ terms: [{ text }], phrases: [] }, {}, 500));
    return hits.map(({ memory }) => memory.id);
  };

  describe('any word cut out of a text', () => {
    const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
    const pick = <T>(random: () => number, items: readonly T[]): T =>
      items[Math.floor(random() * items.length)] as T;

    it('finds it where there are no blanks, wherever it is cut between two letters', async () => {
      const random = seededRandom(11);
      const texts = Array.from({ length: 120 }, () => {
        const runs = Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
          drawn(random, pick(random, Object.values(unbroken)), 2 + Math.floor(random() * 14)),
        );
        return runs.join(pick(random, ['', 'Redis', '，', ' ', '7']));
      });
      const memories = await add(...texts.map((content) => ({ content, title: 'x' })));
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
          const ids = await found(word);
          expect([content, word, ids.includes(id)]).toEqual([content, word, true]);
        }
      }
      expect(cuts).toBeGreaterThan(300);
    });

    it('finds it where there are words, in every form of its letters', async () => {
      const random = seededRandom(12);
      const texts = Array.from({ length: 120 }, () =>
        Array.from({ length: 3 + Math.floor(random() * 5) }, () =>
          drawn(random, pick(random, Object.values(worded)), 2 + Math.floor(random() * 9)),
        ).join(pick(random, [' ', ', ', '\n'])),
      );
      const memories = await add(...texts.map((content) => ({ content, title: 'x' })));
      for (const { id, content } of memories)
        for (let round = 0; round < 6; round += 1) {
          const word = pick(random, content.split(/[\s,]+/));
          const forms = [word, word.normalize('NFD'), word.normalize('NFC')];
          const asked = pick(random, [...forms, word.toUpperCase(), word.toLowerCase()]);
          // Capitals of some letters are two letters, or letters of others.
          if (wholeWordsOf(asked).join(' ') !== wholeWordsOf(word).join(' ')) continue;
          expect([content, asked, (await found(asked)).includes(id)]).toEqual([content, asked, true]);
        }
      expect(await check()).toBe('ok');
    });

    it('does not find what is not there', async () => {
      await add({ content: '数据库连接池' }, { content: 'ฐานข้อมูลสำรอง' }, { content: 'か' });
      for (const absent of ['据连', '池连接', '接数', 'ข้อมูลฐาน', 'สำข้', 'が', 'ガ'])
        expect([absent, await found(absent)]).toEqual([absent, []]);
    });
  });

  describe('other forms of a word', () => {
    const expand = (text: string) => {
      const { terms, language } = parseRecallQuery(text, null);
      return read(({ texts }) => texts.expandTerms(terms, language));
    };
    const formsOf = async (text: string): Promise<string[]> =>
      (await expand(text)).terms.flatMap((term) => (term.standsFor && term.documents > 0 ? term.text : []));

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
      await add({ content, title: 'x' });
      expect(await formsOf(question)).toContain(form);
    });

    it('are none in English, whose stems are all', async () => {
      await add({ content: 'the server serves services, connexions and verbindungen', title: 'x' });
      for (const question of ['the service', 'how does the connexion work', 'service limits'])
        expect([question, await formsOf(question)]).toEqual([question, []]);
    });

    it('are parts where a word without blanks is not there, or changes its form', async () => {
      await add({ content: 'コネクション, 遅れる', title: 'x' });
      expect(await formsOf('コネクション')).toEqual([]);
      const parts = ['コネ', 'ネク'].map((text) => ({ text, standsFor: ['コネクト'] }));
      const { terms } = await read(({ texts }) => texts.expandTerms([{ text: 'コネクト' }, ...parts]));
      expect(terms.map(({ text, documents }) => [text, documents])).toEqual([
        ['コネクト', 0],
        ['コネ', 1],
        ['ネク', 1],
      ]);
      const verb = [{ text: '遅れる' }, { text: '遅れ', standsFor: ['遅れる'] }];
      expect((await read(({ texts }) => texts.expandTerms(verb))).terms).toHaveLength(2);
    });

    it('are not guessed at where another letter is another word', async () => {
      await add({ content: 'الكتاب كتاب خادم порт काल कल שרת データ 数据 がくせい', title: 'x' });
      for (const word of ['كاتب', 'خدام', 'пот', 'काला', 'שרות', 'データー', '数居', 'かくせい'])
        expect([word, (await expand(word)).corrections]).toEqual([word, []]);
      expect((await expand('كتاب')).terms[0]).toMatchObject({ documents: 1 });
      await add({ content: 'настройка сервера', title: 'x' });
      expect((await expand('настойка')).corrections).toEqual([{ from: 'настойка', to: 'настройка' }]);
    });
  });

  describe('a text that changes', () => {
    it('takes back words of which an edit left only the history', async () => {
      const [memory] = await add({ content: 'пароль отца 旧的口令' });
      if (!memory) throw new Error('Nothing was added');
      await write((unit) =>
        unit.memories.update({ ...memory, title: 'x', content: 'plain now', revision: memory.revision + 1 }),
      );
      expect(await found('口令')).toEqual([]);
      expect(await found('пароль')).toEqual([]);
      await write((unit) =>
        unit.memories.update({ ...memory, content: '新的口令', revision: memory.revision + 2 }),
      );
      expect(await found('口令')).toEqual([memory.id]);
      expect(await found('plain')).toEqual([]);
      expect(await check()).toBe('ok');
    });
  });
}

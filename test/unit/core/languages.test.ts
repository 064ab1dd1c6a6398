import { describe, expect, it } from 'vitest';
import { foldedPlaces } from '../../../src/core/memory/foldedPlaces.ts';
import { foldLetters, foldText, spellLetters } from '../../../src/core/text/foldText.ts';
import { isEnglish, isGrammarIn, languageOf, stemIn } from '../../../src/core/text/language.ts';
import { isLikelySlip } from '../../../src/core/text/oneEdit.ts';
import { stemOf } from '../../../src/core/text/stemOf.ts';
import {
  containsAllWords,
  containsPhrase,
  isPlainText,
  soughtWord,
  speltWords,
  wholeWordsOf,
  wordsOf,
} from '../../../src/core/text/words.ts';

describe('folding', () => {
  it.each([
    ['ＲＥＤＩＳ', 'ｒｅｄｉｓ', 'redis'],
    ['Ёлка', 'елка', 'ЁЛКА'.normalize('NFD')],
    ['Ρύθμισης', 'ΡΥΘΜΙΣΗΣ', 'ρυθμισης'],
    ['ガ', 'ｶﾞ', 'カ\u3099'],
    ['한글', '한글'.normalize('NFD'), '한글'.normalize('NFKD')],
    ['الخَادِمُ', 'الخـــادم', 'الخادم'],
    ['أحمد', 'احمد', 'إحمد'],
    ['خدمة', 'خدمه', 'خدمۃ'],
    ['שָׁלוֹם', 'שלום', 'שלום'.normalize('NFD')],
    ['हिन्दी', 'हिंदी', 'हिन\u200d्दी'.replace('\u200d', '')],
    ['फ़ाइल', 'फाइल', 'फ\u093cाइल'],
    ['हाँ', 'हां', 'हाँ'.normalize('NFD')],
    ['ਸ਼ਹਿਰ', 'ਸਹਿਰ', 'ਸ਼ਹਿਰ'.normalize('NFD')],
    ['അവൾ', 'അവള്\u200d', 'അവള്'],
    ['น้ำ', 'นํ้า', 'น้ํา'],
    ['ນ້ຳ', 'ນໍ້າ', 'ນ້ໍາ'],
    ['٥٠', '50', '５０'],
    ['၅၀', '५०', '50'],
    ['Straße', 'STRASSE', 'strasse'],
    ['İstanbul', 'istanbul', 'ıstanbul'],
    ['Daten\u00adbank', 'Datenbank', 'datenbank'],
    ['oʻzbek', "o'zbek", 'oʼzbek'],
    ['ﬁle', 'file', 'FILE'],
  ])('makes %j, %j and %j one', (one, two, three) => {
    expect(foldText(two)).toBe(foldText(one));
    expect(foldText(three)).toBe(foldText(one));
  });

  it.each([
    ['か', 'が'],
    ['は', 'ぱ'],
    ['काल', 'कल'],
    ['กา', 'กำ'],
    ['มา', 'ม้า'],
    ['ကာ', 'က'],
    ['й', 'и'],
    ['كتب', 'كتاب'],
    ['は', 'ハ'],
  ])('keeps %j and %j apart', (one, other) => {
    expect(foldText(one)).not.toBe(foldText(other));
  });

  it('leaves the case to those who need it, and a trade mark out of the word', () => {
    expect(foldLetters('Ørsta ÆON ＵｓｅｒNäme Foo™')).toBe('Orsta AeON UserName Foo ');
  });

  it('does not change what it made', () => {
    for (const text of ['Łódź ß', 'हिन्दी', 'ｶﾞ한글', 'الإعدادات', 'นํ้า', '\u0345α\u0301', '㍿ ① ½'])
      expect(foldText(foldText(text))).toBe(foldText(text));
  });

  it('spells letters out in one more way', () => {
    expect(spellLetters('Öl für Ørsta, Århus')).toBe('oel fuer oersta, aarhus');
    expect(spellLetters('O\u0308l')).toBe('oel');
    expect(spellLetters('cliché')).toBeUndefined();
    expect([...speltWords('Öl und Übung')]).toEqual([
      ['ol', 'oel'],
      ['ubung', 'uebung'],
    ]);
  });

  it('tells where folded letters stood', () => {
    const text = 'aßｶﾞé\u0301한𠀀x';
    const { folded, placeOf } = foldedPlaces(text);
    expect(folded).toBe('assガe한𠀀x');
    expect(text.slice(placeOf(folded.indexOf('ガ')))).toBe('ｶﾞé\u0301한𠀀x');
    expect(text.slice(placeOf(folded.indexOf('x')))).toBe('x');
    expect(placeOf(folded.length)).toBe(text.length);
  });
});

describe('words without blanks', () => {
  it('are every two letters, or three where letters are sounds, to the last one', () => {
    expect(wordsOf('连接池')).toEqual(['连接', '接池', '池']);
    expect(wordsOf('使用Redis7缓存')).toEqual(['使用', '用', 'redis7', '缓存', '存']);
    expect(wordsOf('ฐานข')).toEqual(['ฐาน', 'านข', 'นข', 'ข']);
    expect(wordsOf('𠀀𠀁')).toEqual(['𠀀𠀁', '𠀁']);
    expect(wordsOf('ស្វែង\u200bរក')).toEqual(wordsOf('ស្វែងរក'));
  });

  it.each(['数据库连接池', 'สวัสดี', 'ﬃ', 'é', 'вода', '서버'])(
    'are the same in runs of any length, of %s',
    (unit) => {
      const short = wordsOf(unit.repeat(2_000));
      const long = wordsOf(unit.repeat(200_000));
      expect(long.length === 1).toBe(short.length === 1);
      // Nothing is cut where the long run was read in parts.
      expect(new Set(long.slice(0, -3))).toEqual(
        short.length === 1 ? new Set() : new Set(short.slice(0, -3)),
      );
      expect(long.join('').length).toBeGreaterThanOrEqual(100 * short.join('').length - 10);
    },
  );

  it('are looked for whole, and what is shorter by how it begins', () => {
    expect(wholeWordsOf('使用Redisの連接')).toEqual(['使用', 'redis', 'の連接']);
    expect(soughtWord('连接池')).toEqual({ words: ['连接', '接池'], beginning: undefined });
    expect(soughtWord('池')).toEqual({ words: [], beginning: '池' });
    expect(soughtWord('ฐา')).toEqual({ words: [], beginning: 'ฐา' });
    expect(soughtWord('redis')).toEqual({ words: ['redis'], beginning: undefined });
  });

  it('have phrases that begin and end anywhere, and other words have not', () => {
    const contains = containsPhrase('缓存预热脚本 uses Redis caches');
    for (const phrase of ['预热', '热脚本', '本 uses', 'redis caches', '存预热脚本 uses redis'])
      expect([phrase, contains(phrase)]).toEqual([phrase, true]);
    for (const phrase of ['预脚', 'redis cache', 'edis', '本 use', 'ses redis'])
      expect([phrase, contains(phrase)]).toEqual([phrase, false]);
  });

  it('are all there or not', () => {
    const text = 'Öl der Datenbank 连接池设置';
    for (const sought of ['oel', 'öl 池', '连接 datenbank', '接池'])
      expect([sought, containsAllWords(sought)(text)]).toEqual([sought, true]);
    for (const sought of ['oel 设池', 'daten', '接设'])
      expect([sought, containsAllWords(sought)(text)]).toEqual([sought, false]);
  });

  it('are none where text is plain', () => {
    for (const plain of ['plain text', 'a – b … “c” → d ≤ e']) expect(isPlainText(plain)).toBe(true);
    for (const other of ['é', 'zero\u200bwidth', '\u202eabc', '中', '🎉'])
      expect(isPlainText(other)).toBe(false);
  });
});

describe('stems', () => {
  it.each([
    'настройка настройки настройку настройками настроики',
    'сервер сервера серверов серверу',
    'очередь очереди очередей',
    'файл файлы файлов',
    'σύνδεση συνδέσεις συνδέσεων',
    'πίνακας πίνακα πίνακες πινάκων',
    'χρήστης χρήστη χρήστες χρηστών',
    'بيانات البيانات للبيانات والبيانات',
    'اتصال الاتصال اتصالات الاتصالات',
    'ملف الملف ملفات بالملفات',
    'يوم يومًا يوما اليوم',
    'कनेक्शन कनेक्शनों',
    'सेवा सेवाएँ सेवाओं',
    'त्रुटि त्रुटियाँ त्रुटियों',
  ])('are one for %s', (forms) => {
    expect(new Set(forms.split(' ').map((form) => stemOf(foldText(form)))).size).toBe(1);
  });

  it('leave other scripts, and what is no word, as they are', () => {
    for (const word of ['დაყენება', '연결', '连接', 'ไทย', 'и'.repeat(100)]) expect(stemOf(word)).toBe(word);
  });

  it('are told by the language of a question where the script is Latin', () => {
    const languages = (text: string) => languageOf(wholeWordsOf(text), []);
    expect(languages('wie viele Verbindungen hat der Pool')).toBe('german');
    expect(languages('combien de connexions dans le pool')).toBe('french');
    expect(languages('cuantas conexiones tiene el pool')).toBe('spanish');
    expect(languages('quantas conexoes tem o pool de uma base')).toBe('portuguese');
    expect(languages('quante connessioni ha il pool della base')).toBe('italian');
    expect(languages('hoeveel verbindingen heeft de pool')).toBe('dutch');
    expect(languages('hur manga anslutningar har poolen')).toBe('swedish');
    for (const english of [
      'how many connections does the pool have',
      'die roll of the game',
      'what was the war room for',
      'connection pool limit',
      'who is on call in Las Vegas or La Paz',
      'user de facto standard',
      'deploy to prod en route',
    ])
      expect([english, languages(english)]).toEqual([english, undefined]);
    expect(languageOf(['eviction', 'des', 'entrees', 'du', 'cache'], ['é'])).toBe('french');
    expect(languageOf(['certificats', 'expires'], ['é'])).toBe('other');
    expect(languageOf(['the', 'cafe'], ['é'])).toBeUndefined();
    expect(stemIn('german', 'verbindungen')).toBe(stemIn('german', 'verbindung'));
    expect(isEnglish(['when', 'did', 'gina'])).toBe(true);
    expect(isEnglish(['tests', 'in', 'so', 'war'])).toBe(false);
    expect(isGrammarIn('german', 'der')).toBe(true);
    expect(isGrammarIn(undefined, 'der')).toBe(false);
    expect(isGrammarIn(undefined, '的')).toBe(true);
  });
});

describe('a slip', () => {
  it.each([
    ['настройка', 'настойка'],
    ['διακομιστης', 'διακομστης'],
  ])('may have made %s of %s', (meant, typed) => {
    expect(isLikelySlip(typed, meant)).toBe(true);
  });

  it.each([
    ['كتاب', 'كاتب'],
    ['خادم', 'خدام'],
    ['порт', 'пот'],
    ['काल', 'कल'],
    ['שרת', 'שרות'],
  ])('did not make %s of %s: both are words', (meant, typed) => {
    expect(isLikelySlip(typed, meant)).toBe(false);
  });
});

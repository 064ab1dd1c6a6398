import { describe, expect, it } from 'vitest';
import { snippetMaker } from '../../../src/store/sqlite/repositories/snippet.ts';

const filler = (words: number) => 'lorem ipsum dolor sit amet '.repeat(words / 5);

describe('a snippet', () => {
  it('is the whole of a short text, on one line', () => {
    expect(snippetMaker(['x'])('one\n two\tthree ')).toBe('one two three');
  });

  it('is where most of the terms meet, in whole words', () => {
    const text = `${filler(50)}the port alone ${filler(50)}the port and its owners ${filler(50)}`;
    const snippet = snippetMaker(['ports', 'owner'])(text);
    expect(snippet).toContain('the port and its owners');
    expect(snippet).toMatch(/^… \p{L}.*\p{L} …$/u);
    expect(snippet.length).toBeLessThanOrEqual(164);
  });

  it('is the beginning when no term is there, and the end when they are at the end', () => {
    expect(snippetMaker(['absent'])(filler(100))).toMatch(/^lorem ipsum .* …$/);
    expect(snippetMaker([])(filler(100))).toMatch(/^lorem ipsum/);
    expect(snippetMaker(['finish'])(`${filler(100)}finished`)).toMatch(/^… .* finished$/);
  });

  it('takes terms as text, and texts without a space', () => {
    expect(snippetMaker(['a.*(', '[', '\\', '🎉'])(filler(100))).toMatch(/^lorem/);
    const long = `${'x'.repeat(500)}needle${'y'.repeat(500)}`;
    expect(snippetMaker(['needle'])(long).length).toBeLessThanOrEqual(164);
    expect(snippetMaker(['naïve', '漢字'])(`${filler(60)}漢字 ${filler(60)}`)).toContain('漢字');
  });

  it('is around the hit where a text has no blanks', () => {
    const around = (terms: string[], filler: string, hit: string): string =>
      snippetMaker(terms)(`${filler.repeat(40)}${hit}${filler.repeat(40)}`);
    const cases: [string[], string, string][] = [
      [['磁盘告警阈值'], '这里说的是别的事情，', '磁盘告警阈值设为百分之八十五。'],
      [['接続'], 'これは別の話です。', '接続プールの上限'],
      [['ｾﾂｿﾞｸ'], 'これは別の話です。', 'セツゾクプールの上限'],
      [['ฐานข้อมูล'], 'เรื่องอื่นที่ไม่เกี่ยว', 'ฐานข้อมูลสำรอง'],
      [['настройки'], 'совсем о другом и ни слова ', 'Настройка сервера '],
      [['réglage'], 'tout autre chose, déjà dit ', 'le reglage du serveur '],
      [['اعدادات'], 'كلام عن شيء آخر تماما ', 'الإعدادات هنا '],
      [['설정'], '다른 이야기를 합니다 ', '설정값을 '.normalize('NFD')],
      [['strasse'], 'ganz was anderes, größer ', 'Straße in Łódź '],
    ];
    for (const [terms, filler, hit] of cases) {
      const snippet = around(terms, filler, hit);
      expect([hit, snippet.includes(hit.trim().normalize('NFC'))]).toEqual([hit, true]);
      expect(snippet.length).toBeLessThanOrEqual(164);
      expect(snippet).toMatch(/^(?:… .*|(?:接続|セツゾク)プール.*) …$/u);
    }
  });

  it('is cut behind a clause, and between letters where there is none', () => {
    const clauses = snippetMaker(['阈值'])(`${'别的事情，'.repeat(60)}阈值${'别的事情，'.repeat(60)}`);
    expect(clauses).toMatch(/^… 别的事情，.*别的事情， …$/u);
    for (const letter of ['𠀀', 'ก้', 'का'])
      for (let before = 100; before < 110; before += 1) {
        const text = `${'x'.repeat(before % 2)}${letter.repeat(before)}池${letter.repeat(200)}`;
        const cut = snippetMaker(['池'])(text).replaceAll('…', '').trim();
        expect(cut).toContain('池');
        expect(cut.replaceAll(letter, '').replaceAll(/[池x]/g, '')).toBe('');
      }
  });

  it('starts at a sentence where one is near enough', () => {
    const before = 'This is about something else, v1.2 of it. '.repeat(8);
    const after = 'More of the same follows here. '.repeat(8);
    for (const [terms, sentence] of [
      [['port'], 'The port is chosen once. '],
      [['owner', 'lock'], 'An owner of the store (any process) takes the lock. '],
      [['größe'], 'Größe zählt: das Maß der Größe! '],
      [['端口'], '端口只选一次。'],
      [['настройка'], 'Настройка хранится в файле. '],
      [['quoted'], '"It is quoted," she said. '],
    ] as const) {
      const snippet = snippetMaker(terms)(`${before}${sentence}${after}`);
      expect([sentence, snippet.startsWith(sentence.trim().slice(0, 20))]).toEqual([sentence, true]);
    }
    const items = 'first thing\n- second thing\n\n\nthe needle is here\n';
    expect(snippetMaker(['needle'])(`${before}\n\n${items}\n${after}`)).toMatch(/^the needle is here/);
    expect(snippetMaker(['second'])(`${before}\n\n- ${items}\n${after}`)).toMatch(/^• second thing/);
    // A sentence that would push the hit out of sight is entered in the middle.
    const long = `It goes on ${'and on '.repeat(60)}to the needle${' and on'.repeat(40)}.`;
    expect(snippetMaker(['needle'])(long)).toMatch(/^… .*needle.* …$/);
  });

  it('has no marks of Markdown', () => {
    expect(snippetMaker(['port'])('## Port\n\n- **The port** is `9824`, see [it](https://e.org)')).toBe(
      'Port • The port is 9824, see it',
    );
  });
});

import { describe, expect, it } from 'vitest';
import { foldText } from '../../../src/core/text/foldText.ts';
import { foldRepeats } from '../../../src/recall/foldRepeats.ts';
import { parseRecallQuery } from '../../../src/recall/question/recallQuery.ts';
import { isVisibleIn, visibleProjects } from '../../../src/recall/visibility.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';

const project = 'example.com/team/app';

const wordsIn = (query: string): string[] => parseRecallQuery(query, null).terms.map(({ text }) => text);

describe('a question', () => {
  it('is taken apart into references, words and quoted texts', () => {
    expect(parseRecallQuery('What blocks !12 and team/app#3? "rate  Limit" of other/x#4', project)).toEqual({
      entities: ['!12', '#3', 'other/x#4'],
      terms: [{ text: 'blocks' }, { text: 'rate' }, { text: 'limit' }],
      phrases: ['rate limit'],
      isForeign: false,
    });
  });

  it('asks for no words of an address that names something', () => {
    const { entities, terms } = parseRecallQuery(
      'why https://github.com/o/r/pull/3/files#diff-1 broke the parser',
      null,
    );
    expect(entities).toEqual(['o/r#3']);
    expect(terms.map(({ text }) => text)).toEqual(['broke', 'parser']);
  });

  it('keeps small words only when there are no others', () => {
    expect(wordsIn('how do we deploy it')).toEqual(['deploy']);
    expect(wordsIn('to be or not to be')).toEqual(['to', 'be', 'or', 'not']);
    expect(parseRecallQuery('?!', null)).toEqual({
      entities: [],
      terms: [],
      phrases: [],
      isForeign: false,
    });
  });

  it('looks for names in every way they are written, and for versions as they stand', () => {
    expect(parseRecallQuery('retry_count of parseJson in v2.3.1', null).terms).toEqual([
      { text: 'retry' },
      { text: 'count' },
      { text: 'parsejson' },
      { text: 'retrycount', standsFor: ['retry', 'count'] },
      { text: 'parse', weight: 0.4, standsFor: ['parsejson'] },
      { text: 'json', weight: 0.4, standsFor: ['parsejson'] },
      { text: '2dot3dot1' },
      { text: '2dot3', weight: 0.8, standsFor: ['2dot3dot1'] },
    ]);
  });

  it('takes a star behind a word for all that begins so, and other stars for nothing', () => {
    expect(parseRecallQuery('config* of **bold** and *this*, a*', null).terms).toEqual([
      { text: 'bold' },
      { text: 'config', isPrefix: true },
    ]);
  });

  it.each([
    ['数据库连接池的上限是多少？', ['数据', '上限'], '的 是 多少'],
    ['接続プールの最大本数はいくつですか', ['接続', 'プール', '最大'], 'の は いくつ です か'],
    ['สำรองฐานข้อมูลที่ไหนครับ', ['สำรอง', 'ข้อมูล'].map((word) => foldText(word)), 'ที่ ไหน ครับ'],
    ['캐시 서버는 몇 대인가요?', ['캐시', '서버'], '는 몇 서버는'],
    ['как настроить кэш на сервере', ['настроить', 'кэш', 'сервере'], 'как на'],
    ['πώς ρυθμίζεται η κρυφή μνήμη', ['ρυθμιζεται', 'κρυφη', 'μνημη'], 'πωσ η'],
    ['كيف نضبط ذاكرة التخزين', ['نضبط', 'ذاكره', 'التخزين'], 'كيف'],
    ['कैश की सेटिंग कहाँ है', ['कैश', 'सेटिंग'], 'की कहां है'],
    ['wo liegt die Konfiguration des Caches', ['liegt', 'konfiguration', 'caches'], 'wo die des'],
    ['où est la configuration du cache', ['configuration', 'cache'], 'ou est la du'],
  ])('asks for the subject of %j', (question, subject, grammar) => {
    const words = wordsIn(question);
    expect(words.filter((word) => subject.includes(word))).toEqual(subject);
    expect(words.filter((word) => grammar.split(' ').includes(word))).toEqual([]);
    expect(parseRecallQuery(question, null).isForeign).toBe(true);
  });

  it('keeps small words of every language when there are no others', () => {
    for (const question of ['这是什么', 'とは', 'что это такое'.slice(0, 7), 'क्या है', 'อะไร'])
      expect([question, wordsIn(question).length > 0]).toEqual([question, true]);
  });

  it('asks for a long word without blanks in parts as well', () => {
    const { terms } = parseRecallQuery('コネクション', null);
    expect(terms).toContainEqual({ text: 'コネクション' });
    expect(terms).toContainEqual({ text: 'コネ', weight: 0.8 / 5, standsFor: ['コネクション'] });
    expect(parseRecallQuery('Öl', null).terms).toEqual([
      { text: 'ol' },
      { text: 'oel', weight: 0.9, standsFor: ['ol'] },
    ]);
  });

  it('takes the quotation marks of other languages for quotes', () => {
    for (const quoted of [
      '„rate limit“',
      '« rate limit »',
      '「rate limit」',
      '『rate limit』',
      '＂rate limit＂',
    ])
      expect([quoted, parseRecallQuery(quoted, null).phrases]).toEqual([quoted, ['rate limit']]);
  });

  it('asks for no more than forty words and as many other ways to write them', () => {
    const letters = 'abcdefghijklmnopqrstuvwxyz';
    const words = Array.from(
      { length: 90 },
      (_, index) => `word${letters[index % 26]}${letters[index % 25]}`,
    );
    expect(parseRecallQuery(words.map((word) => `${word}.x.y`).join(' '), null).terms).toHaveLength(80);
    expect(wordsIn(words.join(' '))).toEqual(words.slice(0, 40));
  });
});

describe('what says the same', () => {
  const text =
    'We deploy the web application to staging with the release script before every production release';

  it('is folded into the best one, within a category and a project, and stays known', () => {
    const ranked = [
      makeMemory({ id: 'a', content: text }),
      makeMemory({ id: 'b', content: `- ${text.replace('the web', 'web')}.` }),
      makeMemory({ id: 'c', content: text, category: 'convention' }),
      makeMemory({ id: 'd', content: text, project: null }),
      makeMemory({ id: 'e', content: 'Something else entirely about databases' }),
    ].map((memory) => ({ memory }));
    const folded = foldRepeats(ranked, 10);
    expect(folded.map(({ memory }) => memory.id)).toEqual(['a', 'c', 'd', 'e']);
    expect(folded.map(({ repeats }) => repeats.map(({ id }) => id))).toEqual([['b'], [], [], []]);
  });

  it.each(['blocker', 'directive'] as const)('is shown all the same when it is a %s', (category) => {
    const ranked = ['a', 'b', 'c'].map((id) => ({ memory: makeMemory({ id, content: text, category }) }));
    expect(foldRepeats(ranked, 10)).toHaveLength(3);
  });

  it.each([
    ['another reason', { why: 'The script tags the release' }],
    ['another entity', { entities: ['!12'] }],
    ['another title', { title: 'How the shop is deployed' }],
    ['another state', { status: 'resolved' }],
    ['another scope', { scope: 'session', session: 's1' }],
    ['a turn of a conversation', { category: 'conversation', session: 's1' }],
  ] as const)('is not folded when it has %s', (_what, patch) => {
    const ranked = [{}, patch].map((each, index) => ({
      memory: makeMemory({ id: String(index), title: text, content: text, ...each }),
    }));
    expect(foldRepeats(ranked, 10)).toHaveLength(2);
    // The other way round nothing is lost, where what is shown says more than what is folded.
    const covered = foldRepeats(ranked.toReversed(), 10);
    expect(covered).toHaveLength('why' in patch || 'entities' in patch ? 1 : 2);
  });

  it('comes after what says something else when it is alike, and is shown', () => {
    const ranked = [text, text.replace('before', 'after'), 'Something else entirely about databases'].map(
      (content, index) => ({ memory: makeMemory({ id: String(index), content }) }),
    );
    const order = (category: 'decision' | 'blocker', enough: number) =>
      foldRepeats(
        ranked.map(({ memory }) => ({ memory: { ...memory, category } })),
        enough,
      ).map(({ memory }) => memory.id);
    expect(order('decision', 3)).toEqual(['0', '2', '1']);
    // Of two that are shown both are, whatever comes below.
    expect(order('decision', 2)).toEqual(['0', '1', '2']);
    expect(order('blocker', 3)).toEqual(['0', '1', '2']);
  });

  it('loses nothing further down', () => {
    const ranked = Array.from({ length: 200 }, (_, index) => ({
      memory: makeMemory({ id: String(index), content: `entry ${index} about topic ${index * 31}` }),
    }));
    expect(foldRepeats(ranked, 10)).toHaveLength(200);
  });

  it('is not looked for below what is shown', () => {
    const ranked = ['a', 'b', 'c', 'd'].map((id) => ({ memory: makeMemory({ id, content: text }) }));
    const other = { memory: makeMemory({ id: 'o', content: 'Something else entirely about databases' }) };
    const folded = foldRepeats([...ranked.slice(0, 2), other, ...ranked.slice(2)], 2);
    expect(folded.map(({ memory }) => memory.id)).toEqual(['a', 'o', 'c', 'd']);
  });
});

describe('what a caller sees', () => {
  it('is the project under all its names, and what is global', () => {
    expect(visibleProjects({ id: project, name: 'app', aliases: ['team/app', 'root:abc'] })).toEqual([
      project,
      'team/app',
      'root:abc',
      null,
    ]);
    expect(visibleProjects(undefined)).toEqual([null]);
  });

  it('includes only its own session notes', () => {
    const note = makeMemory({ scope: 'session', session: 's1' });
    expect(isVisibleIn(note, 's1')).toBe(true);
    expect(isVisibleIn(note, 's2')).toBe(false);
    expect(isVisibleIn(note, undefined)).toBe(false);
    expect(isVisibleIn(makeMemory({ scope: 'session', session: null }), undefined)).toBe(false);
    expect(isVisibleIn(makeMemory(), undefined)).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { withoutPrivate } from '../../../src/core/text/privateText.ts';
import { HiddenCharacters } from '../../../src/safety/hiddenCharacterCleaner.ts';
import { IncomingText, sayReport } from '../../../src/safety/incomingText.ts';
import { PrivateText } from '../../../src/safety/privateTextCleaner.ts';

const of = (...texts: string[]) => withoutPrivate(texts).texts;

describe('what is marked as private', () => {
  it.each([
    ['is left out with its marks', 'Use <private>hunter2</private> here', 'Use  here'],
    ['whatever the case', 'a<PRIVATE>hunter2</Private>b', 'ab'],
    ['with attributes', 'a<private reason="hunter2" data-x=\'>\'>hunter2</private>b', 'ab'],
    ['with blanks and line breaks in its marks', 'a< private\n>hunter2< / private >b', 'ab'],
    ['over lines', 'a\n<private>\nhunter2\n\nhunter2\n</private>\nb', 'a\n\nb'],
    ['several times', '<private>1</private>a<private>2</private>b<private>3</private>', 'ab'],
    ['within one another', 'a<private>1<private>2</private>hunter2</private>b', 'ab'],
    ['to the end where it is not closed', 'a <private>hunter2', 'a '],
    ['to the end where one within it is closed', 'a<private>1<private>2</private>hunter2', 'a'],
    ['also where the mark itself is not closed', 'a <private hunter2', 'a '],
    ['also where its end is not', 'a<private>hunter2</private', 'a'],
    ['in a fence', '```xml\n<private>hunter2</private>\n```', '```xml\n\n```'],
    ['in a comment', '<!-- <private>hunter2</private> -->b', '<!--  -->b'],
    ['between brackets', '[<private>hunter2</private>](x)', '[](x)'],
    ['and one that ends itself holds nothing', 'a<private/>b<private />c', 'abc'],
    ['before one that begins no tag', 'a <private>x</private> <privateKey>y', 'a  <privateKey>y'],
  ])('%s', (_what, given, wanted) => {
    expect(of(given)).toEqual([wanted]);
  });

  it.each([
    'private <b>bold</b>',
    'the <privateKey> element',
    '<private-key>x</private-key>',
    '<private:note>x',
    'an end </private> alone',
    'List<PrivateMessage> x',
    '&lt;private&gt;x&lt;/private&gt;',
  ])('is not this: %s', (text) => {
    expect(withoutPrivate([text])).toEqual({ texts: [text], isFound: false });
  });

  it('goes from one text into a later one', () => {
    expect(of('A <private>b', 'c', 'd</private> E', 'F')).toEqual(['A ', '', ' E', 'F']);
    expect(of('A', '<private>b</private>', 'C')).toEqual(['A', '', 'C']);
    expect(of('A <private>b', '<private>c</private>d</private>E')).toEqual(['A ', 'E']);
  });

  it('is found when a mark is cut by the border of two texts', () => {
    expect(of('A <pri', 'vate>b</priv', 'ate>C')).toEqual(['A ', '', 'C']);
  });

  it('is no more than the rest of its own text where it is closed nowhere', () => {
    expect(of('A <private>b', 'C', 'D <private>e</private> F')).toEqual(['A ', 'C', 'D  F']);
  });
});

describe('the cleaner', () => {
  const incoming = new IncomingText([new HiddenCharacters(), new PrivateText()]);

  it('finds marks with hidden characters in them', async () => {
    const { value } = await incoming.clean({ content: 'a <pri\u200Bvate>hunter2</priv\u00ADate> b' });
    expect(value.content).toBe('a  b');
  });

  it('reads the fields in their order, and says that something was left out', async () => {
    const { value, report } = await incoming.clean({
      why: 'hunter2</private> because',
      title: 'Deploys',
      content: 'With <private>hunter2',
    });
    expect(value).toEqual({ title: 'Deploys', content: 'With ', why: ' because' });
    expect(sayReport(report)).toEqual([
      'What stood between <private> and </private> was left out, and is kept nowhere.',
    ]);
  });

  it('cleans names that callers choose, and no others', async () => {
    const { value } = await incoming.clean({
      'a\u200B': 1,
      metadata: { 'b\u200B': 'c\u200B', '<private>d</private>e': [{ 'f\u001b': 2 }], __proto: 3 },
    });
    expect(value).toEqual({ 'a\u200B': 1, metadata: { b: 'c', e: [{ f: 2 }], __proto: 3 } });
  });

  it('leaves no prototype behind', async () => {
    const given: unknown = JSON.parse('{"metadata":{"__proto__":{"x":"a\u200B"}}}');
    const { value } = await incoming.clean(given);
    expect(JSON.stringify(value)).toBe('{"metadata":{"__proto__":{"x":"a"}}}');
  });

  it('cleans questions too, which keep all else', async () => {
    const { value } = await incoming.cleanQuestion({ query: 'a\u200B <private>hunter2</private> b' });
    expect(value.query).toBe('a\u200B  b');
  });
});

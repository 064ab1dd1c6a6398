import { describe, expect, it } from 'vitest';
import { questionKinds } from '../../../src/recall/question/questionKinds.ts';
import { readQuestion } from '../../../src/recall/question/readQuestion.ts';

/** Wednesday, noon here. */
const now = new Date(2025, 5, 18, 12).getTime();
const project = 'example.com/team/app';
const read = (text: string) => {
  const { terms, sought, time, kinds, hasSubject, entities, phrases } = readQuestion(text, project, now);
  return {
    terms: terms.map((term) => term.text),
    sought: sought.map((term) => term.text),
    time: time?.text,
    kinds: [...kinds],
    hasSubject,
    entities,
    phrases,
  };
};

describe('the kinds that a question names', () => {
  it('are read from nouns and verbs, each kind once', () => {
    const { kinds, naming } = questionKinds(['decisions', 'decided', 'blocked', 'database']);
    expect([...kinds]).toEqual(['decision', 'blocker']);
    expect([...naming]).toEqual(['decisions', 'decided', 'blocked']);
  });

  it('are none in a question without such words, whatever objects have by nature', () => {
    for (const words of [['database', 'cache'], [], ['constructor', 'toString']])
      expect(questionKinds(words)).toEqual({ kinds: new Set(), naming: new Set() });
  });
});

describe('a question', () => {
  it('that names a time and a kind alone asks for a list', () => {
    expect(read('what did we decide last week')).toMatchObject({
      terms: [],
      sought: [],
      time: 'last week',
      kinds: ['decision'],
      hasSubject: false,
    });
  });

  it('with a subject looks for it alone when it lists', () => {
    expect(read('what did we decide about caching last week')).toMatchObject({
      terms: ['caching'],
      sought: ['caching'],
      kinds: ['decision'],
      hasSubject: true,
    });
  });

  it('keeps the words of a kind where no time is named, for they may be the subject', () => {
    expect(read('which decisions are there about caching')).toMatchObject({
      terms: ['decisions', 'caching'],
      time: undefined,
      kinds: ['decision'],
      hasSubject: true,
    });
    expect(read('open blockers')).toMatchObject({ terms: ['open', 'blockers'], hasSubject: true });
    expect(read('blockers')).toMatchObject({ terms: ['blockers'], kinds: ['blocker'], hasSubject: false });
  });

  it('looks for the words of its time too, which titles may have, without making them its subject', () => {
    const { terms, sought, time, hasSubject } = read('the roadshow in March');
    expect({ terms, time, hasSubject }).toEqual({ terms: ['roadshow'], time: 'March', hasSubject: true });
    expect(sought).toEqual(['roadshow', 'march']);
  });

  it('may be about an entity or a quoted text alone', () => {
    expect(read('!12 last week')).toMatchObject({ entities: ['!12'], time: 'last week', hasSubject: true });
    expect(read('"rate limit" yesterday')).toMatchObject({ phrases: ['rate limit'], hasSubject: true });
  });

  it('takes what stands in quotes literally, times as well', () => {
    expect(read('where does it say "moved in March 2024"')).toMatchObject({
      phrases: ['moved in march 2024'],
      time: undefined,
    });
    expect(read('who wrote "the plan for last week" yesterday')).toMatchObject({
      phrases: ['the plan for last week'],
      time: 'yesterday',
    });
  });
});

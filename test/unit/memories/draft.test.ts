import { describe, expect, it } from 'vitest';
import { draftMemory, type Draft } from '../../../src/memories/draft.ts';
import { entitiesOf, titleAfter } from '../../../src/memories/memoryWording.ts';

const context = { ids: { next: () => '019abcde-0000-7000-8000-00a1b2c3d4e5' }, now: 5_000 };
const draft = (change: Partial<Draft> = {}): Draft => ({
  category: 'fact',
  scope: 'project',
  project: 'example.com/team/app',
  content: 'The quay has nine berths. The tenth is dry.',
  entities: [],
  source: { kind: 'user' },
  trust: 'user',
  confidence: 1,
  ...change,
});
const made = (change?: Partial<Draft>) => draftMemory(draft(change), context);

describe('a draft', () => {
  it.each([
    ['its first sentence without one', undefined, 'The quay has nine berths'],
    ['the given one', 'Berths', 'Berths'],
    ['the given one on one line', 'Berths\n\tof  the quay', 'Berths of the quay'],
    ['as much of the given one as fits', 'b'.repeat(300), 'b'.repeat(200)],
  ])('takes %s for its title', (_, title, expected) => {
    expect(made({ title }).title).toBe(expected);
  });

  it('is in force at once, or waits as long as it is told', () => {
    expect(made()).toMatchObject({ status: 'active', expiresAt: null, createdAt: 5_000, revision: 1 });
    expect(made({ review: { expiresAt: 9_000 } })).toMatchObject({ status: 'candidate', expiresAt: 9_000 });
    expect(made({ review: { expiresAt: null } })).toMatchObject({ status: 'candidate', expiresAt: null });
    expect(made({ saidAt: 1_000 })).toMatchObject({ createdAt: 1_000, updatedAt: 5_000 });
  });

  it('keeps each tag once, without case and space around it', () => {
    expect(made({ tags: ['Quay', ' quay ', '', 'north'] }).tags).toEqual(['quay', 'north']);
  });
});

describe('what a memory is about', () => {
  it('is named first, and as much of it as fits, whoever says it', () => {
    const text = Array.from({ length: 80 }, (_, at) => `#${at + 1}`).join(' ');
    const entities = entitiesOf(['ADR-7'], [text], 'example.com/team/app');
    expect(entities).toHaveLength(64);
    expect(entities.slice(0, 2)).toEqual(['ADR-7', '#1']);
  });
});

describe('the title after an edit', () => {
  it.each([
    ['follows a text that it was made from', 'The quay is full', undefined, 'It is empty now'],
    ['stays when somebody gave it', 'Berths', undefined, 'Berths'],
    ['is the given one', 'Berths', 'Moorings', 'Moorings'],
  ])('%s', (_, title, given, expected) => {
    const before = { title, content: 'The quay is full. Wait outside.' };
    expect(titleAfter(before, 'It is empty now. Come in.', given)).toBe(expected);
  });
});

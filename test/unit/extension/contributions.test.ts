import { describe, expect, it } from 'vitest';
import { Contributions } from '../../../src/extension/shared/contributions.ts';

describe('Contributions', () => {
  it('stand in their order, whoever came first, and say when there is news', () => {
    const notes = new Contributions<{ order: number; text: string }>();
    let news = 0;
    const handle = notes.onDidChange(() => (news += 1));
    const search = notes.add({ order: 30, text: 'search' });
    notes.add({ order: 10, text: 'blockers' });
    notes.add({ order: 20, text: 'review' });
    const texts = () => notes.all.map(({ text }) => text);
    expect(texts()).toEqual(['blockers', 'review', 'search']);
    expect(news).toBe(3);
    notes.changed();
    expect(news).toBe(4);
    search.dispose();
    search.dispose();
    expect(texts()).toEqual(['blockers', 'review']);
    handle.dispose();
    notes.changed();
    expect(news).toBe(4);
  });
});

import { describe, expect, it } from 'vitest';
import { hotFor, hotItems } from '../../../src/core/entity/hotItems.ts';
import { withoutAddress } from '../../../src/git/gitUsers.ts';
import { fillSections } from '../../../src/recall/boot/fillSections.ts';
import { leftOutLine, roomOfLeftOut } from '../../../src/recall/boot/renderBootContext.ts';

describe('sections within a room', () => {
  const section = (share: number, costs: number[], pinned = 0) => ({ heading: 'abc', share, costs, pinned });

  it('take what is pinned first, then their shares, then what is left', () => {
    expect(fillSections([section(0.5, [10, 10, 10]), section(0.5, [10, 10, 10])], 54)).toEqual([2, 2]);
    expect(fillSections([section(0.5, [10, 10, 10]), section(0.5, [10])], 54)).toEqual([3, 1]);
    expect(fillSections([section(0.9, [10, 10]), section(0.1, [20], 1)], 40)).toEqual([0, 1]);
    expect(fillSections([section(1, [50]), section(1, [1])], 20)).toEqual([0, 1]);
    expect(fillSections([section(1, [10])], 16)).toEqual([0]);
    expect(fillSections([section(1, [10])], 17)).toEqual([1]);
    expect(fillSections([], 10)).toEqual([]);
  });
});

describe('what was left out', () => {
  const left = (fullTokens: number, ...counts: number[]) => ({
    leftOut: counts.map((count) => ({ section: 'facts' as const, what: 'facts', count })),
    fullTokens,
  });

  it('is said by section where there is room, and says how to see it', () => {
    expect(leftOutLine(left(2_900, 3), 1_200)).toBe('3 facts left out: get_boot_context max_tokens 3000');
    expect(leftOutLine(left(2_900, 3, 4, 5, 6, 7, 8), 100)).toBe(
      '33 left out: get_boot_context max_tokens 3000',
    );
    expect(leftOutLine(left(20_001, 3), 1_200)).toBe('3 facts left out: use recall');
  });

  it('never takes more than is kept for it', () => {
    const all = left(9_000, 200, 200, 200, 200, 200, 200);
    for (const tokens of [100, 150, 200, 300, 1_000])
      for (const some of [left(9_000, 1), left(9_000, 1, 2, 3), all])
        expect(leftOutLine(some, tokens).length).toBeLessThanOrEqual(roomOfLeftOut(all, tokens));
  });
});

describe('hot items', () => {
  const now = 100 * hotFor;
  const mention = (reference: string, ago: number) => ({ reference, createdAt: now - ago });

  it('weigh each mention by what is left of its time, and are apart by name alone', () => {
    const mentions = [
      mention('!old', hotFor - 1),
      mention('!old', hotFor - 1),
      mention('!old', hotFor - 1),
      mention('!b', 5),
      mention('!b', 6),
      mention('!a', 6),
      mention('!a', 5),
      mention('!over', hotFor),
      mention('!over', hotFor),
      mention('!once', 0),
      mention('!later', -1_000),
      mention('!later', -1_000),
    ];
    const names = (list: typeof mentions, limit = 10) =>
      hotItems(list, now, limit).map(({ reference, memories }) => `${reference} ${memories}`);
    expect(names(mentions)).toEqual(['!later 2', '!a 2', '!b 2', '!old 3']);
    expect(names(mentions.toReversed())).toEqual(names(mentions));
    expect(names(mentions, 1)).toEqual(['!later 2']);
  });
});

describe('the name of a person', () => {
  it.each([
    ['Ada Lovelace', 'Ada Lovelace'],
    ['Ada Lovelace <ada@example.com>', 'Ada Lovelace'],
    ['ada@example.com', undefined],
    ['  ', undefined],
    ['Åsa  Öberg', 'Åsa Öberg'],
  ])('is never an address: %s', (given, name) => {
    expect(withoutAddress(given)).toBe(name);
  });
});

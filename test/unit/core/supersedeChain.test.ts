import { describe, expect, it } from 'vitest';
import { isInForce, standsInTheWay } from '../../../src/core/memory/changeChain.ts';
import type { Change } from '../../../src/core/memory/history.ts';
import { supersedeCircles } from '../../../src/core/memory/supersedeCircles.ts';

const circlesOf = (links: readonly string[]): string[][] =>
  supersedeCircles(new Map(links.map((link) => [link[0] ?? '', link[1] ?? ''])));

describe('circles of successors', () => {
  it.each<[string, string[], string[][]]>([
    ['there are none in a chain', ['ab', 'bc', 'cd'], []],
    ['there are none where chains meet', ['ac', 'bc', 'cd', 'ed'], []],
    ['one memory by itself', ['aa'], [['a']]],
    ['two that replace each other', ['ab', 'ba'], [['a', 'b']]],
    ['a long one, without what leads into it', ['xy', 'ya', 'ab', 'bc', 'ca', 'zb'], [['a', 'b', 'c']]],
    ['several', ['ab', 'ba', 'cd', 'dc', 'ea', 'ff'], [['a', 'b'], ['c', 'd'], ['f']]],
    ['none through a memory that is gone', ['ab', 'bz'], []],
  ])('%s', (_name, links, circles) => {
    expect(circlesOf(links)).toEqual(circles);
  });

  it('looks at each memory once, however long the chain', () => {
    const length = 100_000;
    const chain = Array.from({ length }, (_, at): [string, string] => [`${at}`, `${at + 1}`]);
    expect(supersedeCircles(new Map(chain))).toEqual([]);
    expect(supersedeCircles(new Map([...chain, [`${length}`, '0']]))[0]).toHaveLength(length + 1);
  });
});

describe('a history that follows itself', () => {
  const change = (id: string, revision: number, undoneBy: string | null): Change => ({
    id,
    groupId: id,
    memoryId: 'm',
    action: revision === 1 ? 'edit' : 'undo',
    actor: { kind: 'user' },
    at: revision,
    before: null,
    revision,
    undoneBy,
  });

  it.each([
    ['by itself', [change('a', 1, 'a')]],
    ['in a pair', [change('a', 1, 'b'), change('b', 2, 'a')]],
    ['in three', [change('a', 1, 'b'), change('b', 2, 'c'), change('c', 3, 'a')]],
  ])('is judged all the same: %s', (_name, history) => {
    for (const each of history) expect(typeof isInForce(each, history)).toBe('boolean');
    expect(() => standsInTheWay(history, history.slice(0, 1))).not.toThrow();
  });

  it('is judged in one pass: an edit undone and redone many times', () => {
    const length = 20_001;
    const history = Array.from({ length }, (_, at) =>
      change(`c${at}`, at + 1, at + 1 === length ? null : `c${at + 1}`),
    );
    const [edit, undo] = history;
    if (!edit || !undo) throw new Error('They are there.');
    expect(isInForce(edit, history)).toBe(true);
    expect(isInForce(undo, history)).toBe(false);
    expect(standsInTheWay(history, [edit])).toBeUndefined();
  });
});

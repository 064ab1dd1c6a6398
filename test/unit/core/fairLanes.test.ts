import { beforeEach, describe, expect, it } from 'vitest';
import { FairLanes, type Lane } from '../../../src/core/fairLanes.ts';

describe('fair lanes', () => {
  let lanes: FairLanes<string>;
  beforeEach(() => (lanes = new FairLanes()));

  const put = (count: number, item: string, lane: (at: number) => Lane): void => {
    for (let at = 1; at <= count; at += 1) lanes.push(`${item}${at}`, lane(at));
  };
  const takeAll = (): string[] => {
    const taken: string[] = [];
    for (let item = lanes.take(); item !== undefined; item = lanes.take()) taken.push(item);
    return taken;
  };

  it('take turns by client, whatever waits in one', () => {
    put(3, 'a', () => ({ client: 'a' }));
    put(2, 'b', () => ({ client: 'b' }));
    expect(takeAll()).toEqual(['a1', 'b1', 'a2', 'b2', 'a3']);
    expect(lanes.take()).toBeUndefined();
  });

  it('give a client no more turns for its many parts', () => {
    put(100, 'a', (at) => ({ client: 'a', part: `session ${at}` }));
    put(2, 'b', () => ({ client: 'b' }));
    expect(takeAll().slice(0, 4)).toEqual(['a1', 'b1', 'a2', 'b2']);
  });

  it('take turns by part within a client', () => {
    put(3, 'loud', () => ({ client: 'a', part: 'loud' }));
    put(1, 'quiet', () => ({ client: 'a', part: 'quiet' }));
    expect(takeAll()).toEqual(['loud1', 'quiet1', 'loud2', 'loud3']);
  });

  it('keep parts of the same name apart', () => {
    put(1, 'x', () => ({ client: 'a', part: 'b' }));
    put(1, 'y', () => ({ client: 'ab' }));
    put(1, 'z', () => ({ client: 'a' }));
    expect(takeAll().toSorted()).toEqual(['x1', 'y1', 'z1']);
  });

  it('let nobody who is new overtake who was there and has rested', () => {
    lanes.push('first', { client: 'rested' });
    put(2, 'other', () => ({ client: 'other' }));
    expect([lanes.take(), lanes.take(), lanes.take()]).toEqual(['first', 'other1', 'other2']);
    put(50, 'new', (at) => ({ client: `new ${at}` }));
    lanes.push('second', { client: 'rested' });
    expect(lanes.take()).toBe('second');
  });

  it('let those who are new come in the order of their coming, before who has just been served', () => {
    put(3, 'busy', () => ({ client: 'busy' }));
    lanes.take();
    put(2, 'new', (at) => ({ client: `new ${at}` }));
    expect(takeAll()).toEqual(['new1', 'new2', 'busy2', 'busy3']);
  });

  it('stay right when more clients pass by than it remembers', () => {
    put(2, 'known', () => ({ client: 'known' }));
    for (let at = 0; at < 5_000; at += 1) {
      lanes.push('passing', { client: `passing ${at}` });
      if (at % 10 === 0) lanes.push(`known ${at}`, { client: 'known' });
      lanes.take();
    }
    expect(new Set(takeAll()).size).toBeGreaterThan(1);
    expect(lanes.take()).toBeUndefined();
  });
});

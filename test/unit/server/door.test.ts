import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Lane } from '../../../src/core/fairLanes.ts';
import { defaultDoorLimits, Door } from '../../../src/server/http/door.ts';

const loud: Lane = { client: 'loud' };
const quiet: Lane = { client: 'quiet' };

describe('the door', () => {
  it('lets in one by one, clients in turns, with turns of the loop between them', async () => {
    const door = new Door(defaultDoorLimits);
    const entered: string[] = [];
    let turns = 0;
    const turnOf = new Map<string, number>();
    const enter = (name: string, lane: Lane) =>
      door.through(lane, () => {
        entered.push(name);
        turnOf.set(name, turns);
        return Promise.resolve();
      });
    const all = [1, 2, 3].map((at) => enter(`loud ${at}`, loud));
    all.push(enter('quiet', quiet));
    const over = new AbortController();
    const counting = (async () => {
      for (; !over.signal.aborted; turns += 1) await nextTurn();
    })();
    await Promise.all(all);
    over.abort();
    await counting;
    expect(entered).toEqual(['loud 1', 'quiet', 'loud 2', 'loud 3']);
    expect(new Set(turnOf.values()).size).toBe(4);
  });

  it('waits for who is just coming, and not for ever', async () => {
    const door = new Door({ ofOneLane: 1_000, ofAll: 1_000 });
    const entered: string[] = [];
    const enter = (name: string, lane: Lane) =>
      door.through(lane, () => Promise.resolve(void entered.push(name)));
    const all = [enter('early 1', loud), enter('early 2', loud)];
    // One more in each turn, as from connections that are accepted one a turn.
    for (let at = 1; at <= 100; at += 1) {
      await nextTurn();
      all.push(enter(`late ${at}`, at === 10 ? quiet : loud));
    }
    await Promise.all(all);
    expect(entered.indexOf('late 10')).toBe(1);
    expect(entered).toHaveLength(102);
  });

  it('refuses what is too much of one lane or of all, at once, and takes in again what there is room for', async () => {
    const door = new Door({ ofOneLane: 2, ofAll: 3 });
    const held: (() => void)[] = [];
    const hold = (lane: Lane) => door.through(lane, () => new Promise<void>((resolve) => held.push(resolve)));
    const refused = expect.objectContaining({ code: 'rate_limited', retryAfter: 1 });
    const first = [hold(loud), hold(loud)];
    await expect(hold(loud)).rejects.toEqual(refused);
    const other = hold(quiet);
    await expect(hold({ client: 'third' })).rejects.toEqual(refused);
    while (held.length < 3) await nextTurn();
    for (const release of held.splice(0)) release();
    await Promise.all([...first, other]);
    const again = hold(loud);
    while (held.length < 1) await nextTurn();
    held.pop()?.();
    await again;
  });

  it('counts sessions of a client for themselves, and makes room after a failure', async () => {
    const door = new Door({ ofOneLane: 1, ofAll: 10 });
    const fail = (lane: Lane) => door.through(lane, () => Promise.reject(new Error('no')));
    const both = [fail({ client: 'a', part: '1' }), fail({ client: 'a', part: '2' })];
    for (const each of both) await expect(each).rejects.toThrow('no');
    await expect(fail({ client: 'a', part: '1' })).rejects.toThrow('no');
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MemoryClient } from '../../../src/client/memoryClient.ts';
import { CombinedLive } from '../../../src/extension/shared/live/combinedLive.ts';
import { LiveQuery } from '../../../src/extension/shared/live/liveQuery.ts';
import { Listeners } from '../../../src/extension/shared/platform/listeners.ts';
import type { MemoryEvent } from '../../../src/protocol/events.ts';

const loops: MemoryEvent = { kind: 'loops', ids: ['x'] };
const sessions: MemoryEvent = { kind: 'sessions', ids: ['x'] };
const hello: MemoryEvent = { kind: 'hello', dataDirId: 'd', epoch: 1, version: '1' };

describe('LiveQuery', () => {
  const events = new Listeners<MemoryEvent>();
  const client = { onEvent: (listener) => events.add(listener) } as Pick<
    MemoryClient,
    'onEvent'
  > as MemoryClient;
  let fetches: { signal: AbortSignal; answer: (value: string) => void; fail: (error: Error) => void }[];
  let query: LiveQuery<string>;

  beforeEach(() => {
    vi.useFakeTimers();
    fetches = [];
    query = new LiveQuery<string>(client, {
      fetch: (signal) =>
        new Promise((answer, fail) => {
          fetches.push({ signal, answer, fail });
        }),
      isAffectedBy: (event) => event.kind === 'loops',
    });
  });
  afterEach(() => {
    query.dispose();
    vi.useRealTimers();
  });

  it('asks nothing before its first use', async () => {
    events.fire(loops);
    await vi.advanceTimersByTimeAsync(2000);
    expect(fetches).toHaveLength(0);
  });

  it('asks once for many changes, within a second of the first', async () => {
    query.start();
    fetches[0]?.answer('one');
    for (let index = 0; index < 20; index++) {
      events.fire(loops);
      await vi.advanceTimersByTimeAsync(20);
    }
    await vi.advanceTimersByTimeAsync(600);
    expect(fetches.length).toBeGreaterThan(1);
    expect(fetches.length).toBeLessThanOrEqual(3);
  });

  it('asks again after a reconnect, and not for events of others', async () => {
    query.start();
    events.fire(sessions);
    await vi.advanceTimersByTimeAsync(1000);
    expect(fetches).toHaveLength(1);
    events.fire(hello);
    await vi.advanceTimersByTimeAsync(1000);
    expect(fetches).toHaveLength(2);
  });

  it('drops an answer that a newer question has overtaken', async () => {
    const states: (string | undefined)[] = [];
    query.onDidChange(({ value }) => states.push(value));
    const ready = query.ready();
    void query.refresh();
    expect(fetches[0]?.signal.aborted).toBe(true);
    fetches[0]?.answer('old');
    fetches[1]?.answer('new');
    expect((await ready).value).toBe('new');
    expect(states).toEqual(['new']);
  });

  it('keeps what was known through a failure', async () => {
    query.start();
    fetches[0]?.answer('known');
    await query.ready();
    const again = query.refresh();
    fetches[1]?.fail(new Error('away'));
    await again;
    expect(query.state).toMatchObject({ value: 'known', error: new Error('away') });
  });

  it('stops with its owner', async () => {
    query.start();
    query.dispose();
    expect(fetches[0]?.signal.aborted).toBe(true);
    events.fire(loops);
    await vi.advanceTimersByTimeAsync(1000);
    expect(fetches).toHaveLength(1);
  });
});

describe('CombinedLive', () => {
  const client = { onEvent: () => ({ dispose: () => {} }) } as unknown as MemoryClient;
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is there as soon as both are, and tells of changes that come together once', async () => {
    let round = 0;
    const answering = (name: string, ms: number) =>
      new LiveQuery<string>(client, {
        fetch: () => new Promise((answer) => setTimeout(() => answer(`${name}${round}`), ms)),
        isAffectedBy: () => true,
      });
    const [quick, slow] = [answering('a', 10), answering('b', 200)];
    const both = new CombinedLive(quick, slow, (one, other) => `${one} ${other}`);
    const told: (string | undefined)[] = [];
    const handle = both.onDidChange(({ value }) => told.push(value));
    const ready = both.ready();
    await vi.advanceTimersByTimeAsync(100);
    expect(both.state).toMatchObject({ value: undefined, isLoading: true });
    await vi.advanceTimersByTimeAsync(200);
    expect((await ready).value).toBe('a0 b0');
    expect(told).toEqual(['a0 b0']);

    round = 1;
    for (const query of [quick, slow]) query.invalidate();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(told).toEqual(['a0 b0', 'a1 b1']);
    // One by itself is told as well.
    round = 2;
    quick.invalidate();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(told.at(-1)).toBe('a2 b1');
    handle.dispose();
    quick.invalidate();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(told).toHaveLength(3);
  });
});

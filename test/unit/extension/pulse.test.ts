import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** The window: it answers while it is there, and later when it comes back. */
const { window } = vi.hoisted(() => ({ window: { isThere: true, waiting: [] as (() => void)[] } }));
vi.mock('vscode', () => ({
  commands: {
    executeCommand: () =>
      window.isThere ? Promise.resolve() : new Promise<void>((resolve) => window.waiting.push(resolve)),
  },
}));

const { WindowPulse } = await import('../../../src/extension/status/windowPulse.ts');

describe('WindowPulse', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    window.isThere = true;
  });
  afterEach(() => vi.useRealTimers());

  it('tells once that the window is gone, and once that it is back', async () => {
    const changes: boolean[] = [];
    const handle = new WindowPulse((isAlive) => changes.push(isAlive)).register();
    await vi.advanceTimersByTimeAsync(65_000);
    expect(changes).toEqual([]);

    window.isThere = false;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(changes).toEqual([false]);

    window.isThere = true;
    for (const answer of window.waiting.splice(0)) answer();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(changes).toEqual([false, true]);
    handle.dispose();
    expect(vi.getTimerCount()).toBe(0);
  });
});

import { setTimeout as delay } from 'node:timers/promises';

export interface UntilOptions {
  /** Milliseconds before it gives up. Default 30 000: a loaded machine is no failure, the limit is for what hangs. */
  timeoutMs?: number;
  /** Milliseconds between two looks. Default 50. */
  intervalMs?: number;
  /** What is awaited, for the error. */
  what?: string;
}

type Truthy<T> = Exclude<T, false | null | undefined | 0 | ''>;

/**
 * Looks again and again until there is something to see, and returns it. A probe that throws has seen nothing yet;
 * its last error becomes the cause when time runs out.
 */
export async function until<T>(
  probe: () => T | Promise<T>,
  { timeoutMs = 30_000, intervalMs = 50, what = 'the condition' }: UntilOptions = {},
): Promise<Truthy<T>> {
  const deadline = performance.now() + timeoutMs;
  let cause: unknown;
  for (;;) {
    try {
      const value = await probe();
      if (value) return value as Truthy<T>;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (performance.now() >= deadline) {
      throw new Error(`Waited ${timeoutMs} ms for ${what}`, cause === undefined ? {} : { cause });
    }
    await delay(intervalMs);
  }
}

/** `npm test -- --long`: all themes, tenths of the full counts, every shape of a text. A person's own run takes one of each. */
export const isLongRun = process.env['MEMORY_BRIDGE_TEST_LONG'] === '1';

/** All of them in a long run, else the first. */
export function someOf<T>(all: readonly T[]): readonly T[] {
  return isLongRun ? all : all.slice(0, 1);
}

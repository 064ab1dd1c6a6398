/** A count with its noun, as it is said in a sentence: `one memory`, `3 memories`. */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  count === 1 ? `one ${one}` : `${count} ${many}`;

export const memoriesCounted = (count: number): string => countOf(count, 'memory', 'memories');

/** A count without a noun and what is said of it: `1 waits here`, `3 wait here`. */
export const saidOf = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`;

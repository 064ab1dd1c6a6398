/** The same function, which works out each value once. For as long as nothing that it depends on changes. */
export function memoize<T, V>(
  work: (given: T) => V,
  keyOf: (given: T) => unknown = (given) => given,
): (given: T) => V {
  const known = new Map<unknown, V>();
  return (given) => {
    const key = keyOf(given);
    if (known.has(key)) return known.get(key) as V;
    const value = work(given);
    known.set(key, value);
    return value;
  };
}

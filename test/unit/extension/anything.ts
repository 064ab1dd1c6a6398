/**
 * Stands in for whatever is asked of it: any member, called or constructed, is the same again. For tests that look at what
 * is made of something, and not at what that something does.
 */
export function anything(known: Readonly<Record<PropertyKey, unknown>> = {}): never {
  return new Proxy(function stand() {}, {
    has: () => true,
    get(_target, key) {
      if (key in known) return known[key];
      if (key === 'then') return undefined;
      if (key === Symbol.iterator) return () => [][Symbol.iterator]();
      if (key === Symbol.toPrimitive) return () => '';
      return anything();
    },
    set: () => true,
    apply: () => anything(),
    construct: () => anything(),
  }) as never;
}

/** A module that exports whatever is imported from it. */
export function anyModule(): object {
  const isExport = (key: PropertyKey): boolean => key !== 'then';
  return new Proxy(
    {},
    {
      has: (_target, key) => isExport(key),
      get: (_target, key) => (isExport(key) ? anything() : undefined),
    },
  );
}

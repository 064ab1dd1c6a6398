import type { FieldAccount, ImportReader, Incoming } from './incoming.ts';

/** A reader of what has been read as a whole, by number. */
export function listReader(
  place: string,
  form: string,
  items: readonly Incoming[],
  accounts: readonly FieldAccount[],
): ImportReader {
  const sorted = items.toSorted((a, b) => Number(a.ref) - Number(b.ref));
  return {
    place,
    form,
    total: sorted.length,
    // oxlint-disable-next-line require-await -- the port is asynchronous
    async *items(after) {
      yield* after === undefined ? sorted : sorted.filter(({ ref }) => Number(ref) > Number(after));
    },
    fields: () => accounts,
    close: async () => undefined,
  };
}

import type { Incoming } from './incoming.ts';

/**
 * The items behind one of them, of a source that can only be read from its beginning. All of them when that one is there
 * no longer: what has been taken over is known again by its ref.
 */
export async function* itemsBehind(
  after: string | undefined,
  read: () => AsyncIterable<Incoming>,
): AsyncGenerator<Incoming> {
  if (after === undefined) return yield* read();
  let isBehind = false;
  for await (const item of read()) {
    if (isBehind) yield item;
    else isBehind = item.ref === after;
  }
  if (!isBehind) yield* read();
}

import { node24 } from '../../tools/setup/node24.mjs';

/** A Node 24, installed into the cache when the machine has none. Undefined where there is no package of it. */
export function node24Binary(): Promise<string | undefined> {
  return node24().then(
    ({ binary }) => binary,
    () => undefined,
  );
}

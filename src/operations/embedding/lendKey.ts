import { MemoryBridgeError } from '../../core/errors.ts';
import { lendKeyOperation } from '../../protocol/operations/embedding/lendKey.ts';
import type { ControlOperation } from '../operation.ts';
import type { EmbeddingPort, KeyBorrower } from '../ports.ts';

export function createLendKey(
  keys: KeyBorrower,
  embedding: EmbeddingPort,
): ControlOperation<typeof lendKeyOperation> {
  return {
    definition: lendKeyOperation,

    async run({ origin, key, values = {}, minutes }) {
      const named = Object.entries(values);
      if (origin === undefined && named.length === 0)
        throw new MemoryBridgeError('invalid_input', 'Give an origin and a key, or values.');
      const lent = named.map(([name, value]) => keys.lendValue(name, value ?? undefined, minutes * 60_000));
      if (origin !== undefined) lent.push(keys.lend(origin, key ?? undefined));
      const changed = lent.includes(true);
      // What waits for it need not wait any longer.
      if (changed) embedding.retry();
      return { changed };
    },

    render: ({ changed }) => (changed ? 'What was lent is used from now on.' : 'Nothing has changed.'),
  };
}

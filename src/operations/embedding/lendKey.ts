import { lendKeyOperation } from '../../protocol/operations/embedding/lendKey.ts';
import type { ControlOperation } from '../operation.ts';
import type { EmbeddingPort, KeyBorrower } from '../ports.ts';

export function createLendKey(
  keys: KeyBorrower,
  embedding: EmbeddingPort,
): ControlOperation<typeof lendKeyOperation> {
  return {
    definition: lendKeyOperation,

    async run({ origin, key }) {
      const changed = keys.lend(origin, key ?? undefined);
      // What waits for it need not wait any longer.
      if (changed) embedding.retry();
      return { changed };
    },

    render: ({ changed }) => (changed ? 'The key is used from now on.' : 'Nothing has changed.'),
  };
}

import { MemoryBridgeError } from '../../core/errors.ts';
import { reindexOperation } from '../../protocol/operations/embedding/reindex.ts';
import type { ChangeOperation } from '../operation.ts';
import type { EmbeddingPort } from '../ports.ts';
import { describeEmbedding } from '../../protocol/describeEmbedding.ts';

export function createReindex(embedding: EmbeddingPort): ChangeOperation<typeof reindexOperation> {
  return {
    definition: reindexOperation,

    async run({ provider, restart }, context, unit) {
      const before = await embedding.status(unit);
      const wanted = provider ?? before.wanted.provider;
      if (wanted !== 'built-in' && wanted !== before.wanted.provider)
        throw new MemoryBridgeError(
          'invalid_input',
          `provider: the settings ask for ${before.wanted.provider}, so there are no vectors of ${wanted}. Choose it first.`,
          { details: { field: 'provider' } },
        );
      if (restart) await embedding.restart(unit, wanted === 'built-in' ? 'built-in' : 'wanted');
      // Only once it is on disk that the old ones are gone.
      context.defer(async () => embedding.retry());
      context.emit({ kind: 'embedding' });
      return { embedding: await embedding.status(unit), restarted: restart };
    },

    render: ({ embedding, restarted }) =>
      `${restarted ? 'All vectors are being rebuilt. ' : ''}${describeEmbedding(embedding)}`,
  };
}

import { MemoryBridgeError } from '../../core/errors.ts';
import { reindexOperation } from '../../protocol/operations/embedding/reindex.ts';
import type { TaskOperation } from '../operation.ts';
import type { EmbeddingPort } from '../ports.ts';
import { sayStarted } from '../shared/jobRecords.ts';

export function createReindex(embedding: EmbeddingPort): TaskOperation<typeof reindexOperation> {
  return {
    definition: reindexOperation,

    /** The old vectors go in the unit that queues the job, so that none is lost without what makes it anew. */
    async start({ provider, restart }, context, unit) {
      const before = await embedding.status(unit);
      const wanted = provider ?? before.wanted.provider;
      if (wanted !== 'built-in' && wanted !== before.wanted.provider)
        throw new MemoryBridgeError(
          'invalid_input',
          `provider: the settings ask for ${before.wanted.provider}, so there are no vectors of ${wanted}. Choose it first.`,
          { details: { field: 'provider' } },
        );
      if (restart)
        context.afterCommit(await embedding.restart(unit, wanted === 'built-in' ? 'built-in' : 'wanted'));
      context.emit({ kind: 'embedding' });
      return { kind: 'reindex', payload: { provider: wanted }, project: null };
    },

    render: sayStarted('Building search vectors'),
  };
}

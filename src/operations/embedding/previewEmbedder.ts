import { oneLine } from '../../core/text/oneLine.ts';
import { embedderFacts, reembeddingCost } from '../../embed/embedderFacts.ts';
import { previewEmbedderOperation } from '../../protocol/operations/embedding/previewEmbedder.ts';
import { passagesOf } from '../../recall/embedding/passages.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import type { QueryOperation } from '../operation.ts';
import type { KeyBorrower } from '../ports.ts';

/** Memories whose length is looked at; the others are taken to be as long. */
const sampled = 200;

export function createPreviewEmbedder(keys: KeyBorrower): QueryOperation<typeof previewEmbedderOperation> {
  return {
    definition: previewEmbedderOperation,

    async run({ embedder }, _context, unit) {
      const { texts, characters } = await sizeOfTexts(unit);
      const { tokens, requests } = reembeddingCost(embedder, { texts, characters });
      const missingKey = keys.missingFor(embedder) ?? null;
      return { ...embedderFacts(embedder), missingKey, memories: texts, tokens, requests };
    },

    render: ({ model, privacy, memories, tokens }) =>
      oneLine(`Model ${model}: ${privacy} ${memories} memories, about ${tokens} tokens.`),
  };
}

async function sizeOfTexts(unit: ReadUnit): Promise<{ texts: number; characters: number }> {
  const { memories, total } = await unit.memories.list({}, { limit: sampled });
  // Passages of long memories say a little twice.
  const characters = memories.reduce((sum, memory) => sum + passagesOf(memory).join('').length, 0);
  return { texts: total, characters: Math.round((characters * total) / Math.max(1, memories.length)) };
}

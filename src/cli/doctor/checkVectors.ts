import { setTimeout as delay } from 'node:timers/promises';
import { describeEmbedding } from '../../protocol/describeEmbedding.ts';
import type { EmbeddingStatus } from '../../protocol/embeddingStatus.ts';
import { memoryStatusOperation } from '../../protocol/operations/system/memoryStatus.ts';
import { withMemory } from '../withMemory.ts';
import { type Check, type DoctorContext, fail, messageOf, ok, warn } from './check.ts';

/** A server that has just been started needs a moment to reach its model, ms. */
const patience = 5_000;
const lookEvery = 250;

/** Whether search by meaning works as the settings want it. */
export async function checkVectors({ globals, io }: DoctorContext): Promise<Check> {
  const name = 'Search by meaning';
  try {
    return judge(
      name,
      await withMemory(globals, io, async (client) => {
        for (;;) {
          const { embedding, uptimeSeconds } = (await client.call(memoryStatusOperation, {})).result;
          const isWaiting = embedding.state === 'waiting' && embedding.missingKey === null;
          if (!isWaiting || uptimeSeconds * 1_000 > patience) return embedding;
          await delay(lookEvery);
        }
      }),
    );
  } catch (error) {
    return fail(name, messageOf(error), 'Check the newest file in the logs folder of the data directory.');
  }
}

function judge(name: string, embedding: EmbeddingStatus): Check {
  const { state, missingKey, message } = embedding;
  const found = describeEmbedding(embedding);
  const orElse = 'or run: memory-bridge model use built-in';
  if (missingKey !== null) return warn(name, found, `Enter the key for ${missingKey}, ${orElse}`);
  if (state === 'failed')
    return warn(name, found, `Solve that and run: memory-bridge reindex --wait, ${orElse}`);
  if (state === 'waiting') return warn(name, found, `Wait, ${orElse}`);
  // Ready, but somebody may want to know of it.
  if (state === 'ready' && message !== null) return warn(name, found, 'Nothing to do unless this persists.');
  return ok(name, found);
}

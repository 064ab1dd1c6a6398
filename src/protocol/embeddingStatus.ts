import * as z from 'zod';

const model = z.object({ provider: z.string(), model: z.string() });

/**
 * `ready`: the wanted model answers. `downloading`: its files are on their way. `waiting`: it needs something of a
 * person, e.g. a key. `reindexing`: the memories get their vectors. `failed`: it cannot be used right now. In each state
 * questions are answered, with the vectors of `active`.
 */
export const embeddingStates = ['ready', 'downloading', 'waiting', 'reindexing', 'failed'] as const;

/** How search by meaning is doing. */
export const embeddingStatusSchema = z.object({
  /** Whose vectors answer questions now. */
  active: model.extend({ dimensions: z.number().int() }),
  /** What the settings ask for. */
  wanted: model,
  state: z.enum(embeddingStates),
  /** What happened and what to do about it, for a person. */
  message: z.string().nullable(),
  /** Memories with a vector of the wanted model, and all, while the former are made. */
  progress: z.object({ done: z.number().int(), total: z.number().int() }).nullable(),
  /** Turns of conversations that await their vectors, at most `mostTurnsCounted`. Older servers do not say. */
  turnsAwaiting: z.number().int().optional(),
  /** Bytes of the files of a model. */
  download: z.object({ received: z.number().int(), total: z.number().int() }).nullable(),
  /** Origin of an API that does not answer without a key, when the server has none for it. */
  missingKey: z.string().nullable(),
});
export type EmbeddingStatus = z.output<typeof embeddingStatusSchema>;

import type { Store } from '../../store/ports/store.ts';
import { type PassageOfTurns, passagesOfTurns } from './turnPassages.ts';

/** Turns that are read at once. */
const turnsAtOnce = 64;

export interface TurnEmbedding {
  /** In the order of the texts; undefined where one cannot be read. Called outside of units of work. */
  readonly embed: (texts: readonly string[]) => Promise<readonly (Float32Array | undefined)[]>;
  /** What the model takes. */
  readonly maxTokens?: number | undefined;
  /** Texts that are asked for and stored together; those of one turn are not parted. */
  readonly batch: number;
  readonly signal: AbortSignal;
}

/**
 * Gives some turns of one conversation their vectors in a space. What is missing is the queue, as with memories: whatever ends
 * this, the next call goes on. False when nothing is missing.
 */
export async function embedTurns(
  store: Pick<Store, 'read' | 'write'>,
  space: number,
  { embed, maxTokens, batch, signal }: TurnEmbedding,
): Promise<boolean> {
  const awaiting = await store.read((unit) => unit.turnVectors.missing(space, turnsAtOnce));
  if (!awaiting || signal.aborted) return false;
  const { memory, turns, before } = awaiting;
  const { passages, passedOver } = passagesOfTurns(turns, before, maxTokens);
  const some = firstOf(passages, batch);
  const vectors = some.length === 0 ? [] : await embed(some.map(({ text }) => text));
  if (signal.aborted) return false;
  const read = some.map((passage, at) => ({ ...passage, vector: vectors[at] }));
  const entries = read.flatMap(({ vector, ...passage }) => (vector ? [{ ...passage, vector }] : []));
  // A turn of which no part can be read is found by its words.
  const unread = read
    .filter((passage) => !entries.some(({ turns: stored }) => stored === passage.turns))
    .flatMap((passage) => passage.turns);
  await store.write((unit) => unit.turnVectors.put(space, memory.id, entries, [...passedOver, ...unread]));
  return true;
}

/** As many as are made at once, and at least those of one group of turns. */
function firstOf(passages: readonly PassageOfTurns[], batch: number): readonly PassageOfTurns[] {
  let end = Math.min(batch, passages.length);
  while (end < passages.length && passages[end]?.turns === passages[end - 1]?.turns) end += 1;
  return passages.slice(0, end);
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from '../../core/ports.ts';
import type { Store } from '../../store/ports/store.ts';
import type { BuiltInSpace } from './builtInSpace.ts';
import { embedTurns } from './embedTurns.ts';
import { FillLoop, untilWoken } from './fillLoop.ts';
import { type FillLimits, usualFillLimits } from './spaceFiller.ts';

/** Texts of which the vectors are stored together: a unit of work is to end soon. */
const batch = 12;
/** Texts that are embedded before others are let on, who wait for a millisecond or two. */
const embeddedAtOnce = 4;

interface BuiltInTurnsParts {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly logger: Logger;
  readonly fillLimits?: Pick<FillLimits, 'gatherMs'> | undefined;
  /** Some of them have their vectors. */
  readonly onProgress: () => void;
}

/**
 * Gives what was said in conversations its vectors of the built-in model, in the background: memories have theirs with the
 * write, of which a long conversation would make too much.
 */
export class BuiltInTurns {
  readonly #space: BuiltInSpace;
  readonly #parts: BuiltInTurnsParts;
  readonly #loop: FillLoop;

  constructor(space: BuiltInSpace, parts: BuiltInTurnsParts) {
    this.#space = space;
    this.#parts = parts;
    const { gatherMs } = parts.fillLimits ?? usualFillLimits;
    this.#loop = new FillLoop(() => this.#round(), gatherMs);
  }

  /** Something may be missing. */
  wake(): void {
    this.#loop.wake();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  /** Returns how long to rest, ms: until it is woken when there is nothing to do, or it cannot be done now. */
  async #round(): Promise<number> {
    const { id } = this.#space;
    const { signal } = this.#loop;
    if (id === undefined) return untilWoken;
    try {
      const embed = (texts: readonly string[]) => this.#embed(texts);
      if (!(await embedTurns(this.#parts.store, id, { embed, batch, signal }))) return untilWoken;
      this.#parts.onProgress();
      return 0;
    } catch (error) {
      // A space that was thrown away meanwhile: the one that took its place is filled next.
      if (signal.aborted || this.#space.id !== id) return 0;
      this.#parts.logger.warn('What was said in conversations could not be embedded.', {
        error: String(error),
      });
      return untilWoken;
    }
  }

  async #embed(texts: readonly string[]): Promise<(Float32Array | undefined)[]> {
    const vectors: (Float32Array | undefined)[] = [];
    for (const [at, text] of texts.entries()) {
      if (at > 0 && at % embeddedAtOnce === 0) await nextTurn();
      vectors.push(this.#vectorOf(text));
    }
    return vectors;
  }

  #vectorOf(text: string): Float32Array | undefined {
    try {
      return this.#space.embedder.embedOne(text);
    } catch (error) {
      this.#parts.logger.warn('The built-in model could not read what was said.', { error: String(error) });
      return undefined;
    }
  }
}

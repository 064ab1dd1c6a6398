import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from '../../core/ports.ts';
import { Pause } from '../../core/pause.ts';
import type { Store } from '../../store/ports/store.ts';
import type { BuiltInSpace } from './builtInSpace.ts';
import { embedTurns } from './embedTurns.ts';
import { type FillLimits, usualFillLimits } from './spaceFiller.ts';

/** Texts of which the vectors are stored together: a unit of work is to end soon. */
const batch = 12;
/** Texts that are embedded before others are let on, who wait for a millisecond or two. */
const embeddedAtOnce = 4;
const untilWoken = 2 ** 31 - 1;

interface BuiltInTurnsParts {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly logger: Logger;
  readonly fillLimits?: Pick<FillLimits, 'gatherMs'> | undefined;
}

/**
 * Gives what was said in conversations its vectors of the built-in model, in the background: memories have theirs with the
 * write, of which a long conversation would make too much.
 */
export class BuiltInTurns {
  readonly #space: BuiltInSpace;
  readonly #parts: BuiltInTurnsParts;
  readonly #pause = new Pause();
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;

  constructor(space: BuiltInSpace, parts: BuiltInTurnsParts) {
    this.#space = space;
    this.#parts = parts;
  }

  /** Something may be missing. */
  wake(): void {
    this.#running ??= this.#run();
    this.#pause.wake();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#pause.end();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const { gatherMs } = this.#parts.fillLimits ?? usualFillLimits;
    while (!signal.aborted) {
      await this.#pause.wait(untilWoken);
      await this.#pause.fixed(gatherMs);
      while (!signal.aborted && (await this.#step())) await nextTurn();
    }
  }

  /** False when there is nothing to do, or it cannot be done now. */
  async #step(): Promise<boolean> {
    const { id } = this.#space;
    const { signal } = this.#stop;
    if (id === undefined) return false;
    try {
      const embed = (texts: readonly string[]) => this.#embed(texts);
      return await embedTurns(this.#parts.store, id, { embed, batch, signal });
    } catch (error) {
      // A space that was thrown away meanwhile: the one that took its place is filled next.
      if (signal.aborted || this.#space.id !== id) return !signal.aborted;
      this.#parts.logger.warn('What was said in conversations could not be embedded.', {
        error: String(error),
      });
      return false;
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

import type { Memory } from '../core/memory/memory.ts';
import type { LexicalHit } from '../store/ports/textIndex.ts';

/** A memory that may be an answer, and by what it came up. */
export interface PossibleAnswer {
  readonly memory: Memory;
  match: LexicalHit | undefined;
  /** What words say for it; comparable within one question alone. */
  lexical: number;
  /** The first that is known stays: of a turn it is the largest of what was said around it. */
  cosine: number | undefined;
  /** By the model that was chosen besides the built-in one. */
  modelCosine: number | undefined;
  linked: number;
}

/** Memories from several searches, each once. */
export class PossibleAnswers {
  readonly #byId = new Map<string, PossibleAnswer>();

  add(memory: Memory, found: Partial<Omit<PossibleAnswer, 'memory'>> = {}): PossibleAnswer {
    const known = this.#byId.get(memory.id);
    const candidate = known ?? {
      memory,
      match: undefined,
      lexical: 0,
      cosine: undefined,
      modelCosine: undefined,
      linked: 0,
    };
    Object.assign(candidate, found, {
      cosine: candidate.cosine ?? found.cosine,
      modelCosine: candidate.modelCosine ?? found.modelCosine,
    });
    if (!known) this.#byId.set(memory.id, candidate);
    return candidate;
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  get all(): PossibleAnswer[] {
    return [...this.#byId.values()];
  }

  keep(isWanted: (candidate: PossibleAnswer) => boolean): void {
    for (const [id, candidate] of this.#byId) if (!isWanted(candidate)) this.#byId.delete(id);
  }
}

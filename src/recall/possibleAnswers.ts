import type { Memory } from '../core/memory/memory.ts';
import type { LexicalHit } from '../store/ports/textIndex.ts';
import type { QuestionVectors } from './questionVectors.ts';

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
  /** What the better answer tells that names the same entity. */
  linked: number;
}

/** Memories from several searches, each once. */
export class PossibleAnswers {
  readonly #byId = new Map<string, PossibleAnswer>();

  add(memory: Memory, found: Partial<Omit<PossibleAnswer, 'memory'>> = {}): PossibleAnswer {
    const known = this.#byId.get(memory.id);
    const answer = known ?? {
      memory,
      match: undefined,
      lexical: 0,
      cosine: undefined,
      modelCosine: undefined,
      linked: 0,
    };
    Object.assign(answer, found, {
      cosine: answer.cosine ?? found.cosine,
      modelCosine: answer.modelCosine ?? found.modelCosine,
    });
    if (!known) this.#byId.set(memory.id, answer);
    return answer;
  }

  /** Of a conversation, the place in it that answers takes the place of what its record says. */
  readAt({ memory, match, lexical }: Pick<PossibleAnswer, 'memory' | 'match' | 'lexical'>): void {
    const known = this.#byId.get(memory.id);
    this.#byId.delete(memory.id);
    const { cosine, modelCosine, linked = 0 } = known ?? {};
    const most = Math.max(lexical, known?.lexical ?? 0);
    this.add(memory, { match, lexical: most, cosine, modelCosine, linked });
  }

  get all(): PossibleAnswer[] {
    return [...this.#byId.values()];
  }

  keep(isWanted: (answer: PossibleAnswer) => boolean): void {
    for (const [id, answer] of this.#byId) if (!isWanted(answer)) this.#byId.delete(id);
  }

  /** What was not found by its vector has one all the same. */
  async fillCosines(vectors: QuestionVectors): Promise<void> {
    const lacking = (key: 'cosine' | 'modelCosine') => this.all.filter((answer) => answer[key] === undefined);
    const idsOf = (answers: readonly PossibleAnswer[]) => answers.map(({ memory }) => memory.id);
    const [words, model] = [lacking('cosine'), lacking('modelCosine')];
    const cosines = await vectors.cosines(idsOf(words));
    for (const answer of words) answer.cosine = cosines.get(answer.memory.id);
    const modelCosines = await vectors.modelCosines(idsOf(model));
    for (const answer of model) answer.modelCosine = modelCosines.get(answer.memory.id);
  }
}

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
  /** Number of the turn at which a conversation is read. */
  readonly turn?: number | undefined;
}

/** A conversation as it is read at one of its turns. */
export type ReadThere = Pick<PossibleAnswer, 'memory' | 'match'> & { readonly turn: number };

/**
 * Memories from several searches, each once; but a conversation may be read at the turn that words have found and at another
 * one that is near in meaning, until it is known which of them says more.
 */
export class PossibleAnswers {
  readonly #byId = new Map<string, PossibleAnswer>();
  readonly #near = new Map<string, PossibleAnswer>();

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
  readAt({ memory, match, turn, lexical }: ReadThere & { readonly lexical: number }): void {
    const known = this.#byId.get(memory.id);
    const { cosine, modelCosine, linked = 0 } = known ?? {};
    const most = Math.max(lexical, known?.lexical ?? 0);
    this.#byId.delete(memory.id);
    this.#byId.set(memory.id, { memory, match, lexical: most, cosine, modelCosine, linked, turn });
  }

  /** A place in a conversation that means nearly the same, beside the one that was found by words. */
  readNear(
    { memory, match, turn }: ReadThere,
    near: Pick<Partial<PossibleAnswer>, 'cosine' | 'modelCosine'>,
  ): void {
    const place = `${memory.id} ${turn}`;
    const known = this.#near.get(place);
    const { cosine = known?.cosine, modelCosine = known?.modelCosine } = near;
    this.#near.set(place, { memory, match, lexical: 0, cosine, modelCosine, linked: 0, turn });
  }

  /** Without the places that are only near. */
  get found(): PossibleAnswer[] {
    return [...this.#byId.values()];
  }

  get all(): PossibleAnswer[] {
    return [...this.#byId.values(), ...this.#near.values()];
  }

  /** Some of them, to be weighed by themselves. */
  only(isWanted: (answer: PossibleAnswer) => boolean): PossibleAnswers {
    const some = new PossibleAnswers();
    for (const [id, answer] of this.#byId) if (isWanted(answer)) some.#byId.set(id, answer);
    for (const [id, answer] of this.#near) if (isWanted(answer)) some.#near.set(id, answer);
    return some;
  }

  keep(isWanted: (answer: PossibleAnswer) => boolean): void {
    for (const answers of [this.#byId, this.#near])
      for (const [id, answer] of answers) if (!isWanted(answer)) answers.delete(id);
  }

  /** What was not found by its vector has one all the same. */
  async fillCosines(vectors: QuestionVectors): Promise<void> {
    const { found } = this;
    const lacking = (key: 'cosine' | 'modelCosine') => found.filter((answer) => answer[key] === undefined);
    const idsOf = (answers: readonly PossibleAnswer[]) => answers.map(({ memory }) => memory.id);
    const [words, model] = [lacking('cosine'), lacking('modelCosine')];
    const cosines = await vectors.cosines(idsOf(words));
    for (const answer of words) answer.cosine = cosines.get(answer.memory.id);
    const modelCosines = await vectors.modelCosines(idsOf(model));
    for (const answer of model) answer.modelCosine = modelCosines.get(answer.memory.id);
    await this.#fillTurns(vectors);
  }

  /** A conversation is as near as what is read of it. */
  async #fillTurns(vectors: QuestionVectors): Promise<void> {
    const read = this.all.flatMap((answer) =>
      answer.turn === undefined ? [] : [[answer, answer.turn] as const],
    );
    const turns = read.map(([, turn]) => turn);
    const cosines = await vectors.turnCosines(turns);
    const modelCosines = await vectors.modelTurnCosines(turns);
    for (const [answer, turn] of read) {
      answer.cosine = larger(answer.cosine, cosines.get(turn));
      answer.modelCosine = larger(answer.modelCosine, modelCosines.get(turn));
    }
  }
}

function larger(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}

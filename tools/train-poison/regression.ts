import { seededRandom } from '../../dev/random/seededRandom.mjs';
import { placesOfSignals } from './signals.ts';
import type { Example, Instance } from './examples.ts';

/** Found by leaving out one hand after the other. */
const settings = { epochs: 16, rate: 0.15, decay: 2e-5, shareOfAttacks: 0.35, seed: 1 } as const;

/** How much the three kinds of signals count. */
const shares = { words: 1, letters: 1, meant: 0.25 } as const;

/** What the sum of so many signals is multiplied by, so that a long text says no more than a short one. */
const shareOf = (share: number, count: number): number => share / Math.sqrt(count + 4);

/**
 * A logistic regression over the places of signals. A text is as much of an order as its worst run of sentences, so each
 * round learns from that one alone; every weight has a rate of its own (AdaGrad: Duchi, Hazan and Singer, JMLR 2011).
 */
export class Regression {
  readonly weights = new Float32Array(placesOfSignals);
  readonly #squares = new Float32Array(placesOfSignals).fill(0.01);
  bias = 0;
  #biasSquares = 1;

  /** Of the worst run of sentences. */
  scoreOf(example: Example): number {
    return this.#worstOf(example).score;
  }

  train(examples: readonly Example[]): void {
    const weightOf = (isAttack: boolean) =>
      examples.reduce((sum, each) => sum + (each.isAttack === isAttack ? each.weight : 0), 0);
    const [attacks, harmless] = [weightOf(true), weightOf(false)];
    const ofAttack = (settings.shareOfAttacks * (attacks + harmless)) / attacks;
    const ofHarmless = ((1 - settings.shareOfAttacks) * (attacks + harmless)) / harmless;
    for (let epoch = 0; epoch < settings.epochs; epoch += 1) {
      const rate = settings.rate * (1 - (0.8 * epoch) / settings.epochs);
      for (const example of shuffled(examples, epoch)) {
        const { score, instance } = this.#worstOf(example);
        if (!instance) continue;
        const error = 1 / (1 + Math.exp(-score)) - (example.isAttack ? 1 : 0);
        this.#learn(instance, error * example.weight * (example.isAttack ? ofAttack : ofHarmless), rate);
      }
    }
  }

  #worstOf({ instances }: Example): { score: number; instance: Instance | undefined } {
    let [score, worst]: [number, Instance | undefined] = [-Infinity, undefined];
    for (const instance of instances) {
      const each = this.#scoreOfInstance(instance);
      if (each > score) [score, worst] = [each, instance];
    }
    return { score, instance: worst };
  }

  #scoreOfInstance({ words, letters, meant }: Instance): number {
    return (
      this.bias +
      this.#sum(words) * shareOf(shares.words, words.length) +
      this.#sum(letters) * shareOf(shares.letters, letters.length) +
      this.#sum(meant) * shares.meant
    );
  }

  #sum(places: Int32Array): number {
    let sum = 0;
    for (const place of places) sum += this.weights[place] ?? 0;
    return sum;
  }

  #learn({ words, letters, meant }: Instance, error: number, rate: number): void {
    this.#move(words, error * shareOf(shares.words, words.length), rate);
    this.#move(letters, error * shareOf(shares.letters, letters.length), rate);
    this.#move(meant, error * shares.meant, rate);
    this.#biasSquares += error * error;
    this.bias -= (rate * error) / Math.sqrt(this.#biasSquares);
  }

  #move(places: Int32Array, error: number, rate: number): void {
    for (const place of places) {
      const weight = this.weights[place] ?? 0;
      const gradient = error + settings.decay * weight;
      const squares = (this.#squares[place] ?? 0) + gradient * gradient;
      this.#squares[place] = squares;
      this.weights[place] = weight - (rate * gradient) / Math.sqrt(squares);
    }
  }
}

function shuffled<T>(all: readonly T[], round: number): T[] {
  const random = seededRandom(settings.seed, round);
  return all
    .map((each) => ({ each, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ each }) => each);
}

import type { Figure } from '../../figure.ts';
import { depth, type Methods } from './askedStore.ts';
import { bootstrapInterval, mean } from './measures.ts';

/** The most questions whose answer is in the store that may come back with nothing, and the least about nothing that must. */
const asked = { lost: 2, silent: 90 } as const;

type Samples = Map<string, Map<string, number[]>>;

/**
 * Whether a question about nothing in the store comes back with nothing, and what that honesty costs: how many questions
 * whose answer is in the store come back with nothing as well.
 */
export class Silence {
  readonly #silent: Samples = new Map();
  readonly #lost: Samples = new Map();

  async ask(methods: Methods, aboutNothing: readonly string[], answerable: readonly string[]): Promise<void> {
    for (const [by, ask] of Object.entries(methods)) {
      const note = async (samples: Samples, question: string) => {
        const isSilent = (await ask(question, depth)).length === 0;
        const byQuestion = samples.get(by) ?? new Map<string, number[]>();
        samples.set(by, byQuestion);
        byQuestion.set(question, [...(byQuestion.get(question) ?? []), isSilent ? 100 : 0]);
      };
      for (const question of aboutNothing) await note(this.#silent, question);
      for (const question of answerable) await note(this.#lost, question);
    }
  }

  figures(subject: string): Figure[] {
    const figures = (name: string, samples: Samples, bound: Partial<Figure>): Figure[] =>
      [...samples].map(([by, byQuestion]) => {
        const values = [...byQuestion.values()].map(mean);
        return {
          subject,
          by,
          name: `${name} (${values.length} questions)`,
          value: mean(values),
          unit: '%',
          interval: bootstrapInterval(values),
          ...(by === 'hybrid' ? bound : {}),
        };
      });
    return [
      ...figures('about nothing, nothing returned', this.#silent, { target: asked.silent }),
      ...figures('about something, nothing returned', this.#lost, { budget: asked.lost }),
    ];
  }
}

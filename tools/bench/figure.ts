import type { SecondModel } from './shippedRecall.ts';

/** One measured figure. Those of one subject make a table: a row for each name, a column for each `by`. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  /** `%` of 100; `ratio` is a plain quotient; `count` a number of things. */
  readonly unit: 'ms' | 'MB' | '%' | 'GB/s' | 'ratio' | 'count';
  /** What was measured on: a data set, a size. */
  readonly subject?: string;
  /** What did the work, where several did the same. */
  readonly by?: string;
  /** The bounds between which 95 of 100 repetitions on other questions of this kind would lie. */
  readonly interval?: readonly [low: number, high: number];
  /** The most it may be. */
  readonly budget?: number;
  /** The least it should be. */
  readonly target?: number;
}

export interface SuiteContext {
  /** The project's folder. */
  readonly root: string;
  readonly log: (line: string) => void;
  /** Where data sets are that the project may measure on and may not ship. */
  readonly data: string | undefined;
  /** Groups of data sets that recall is measured on; all of them when absent. */
  readonly sets: readonly string[] | undefined;
  /** A model besides the built-in one, to measure recall with. */
  readonly second?: SecondModel | undefined;
  /** Numbers of memories to measure at. */
  readonly sizes: readonly number[];
}

export interface Suite {
  readonly name: string;
  run(context: SuiteContext): Promise<Figure[]>;
}

/** `10k memories` */
export const sizeName = (size: number): string =>
  size >= 1_000_000 ? `${size / 1_000_000}M memories` : `${size / 1_000}k memories`;

export type Verdict = 'met' | 'missed';

/** Undefined when nothing was asked of the figure. */
export function verdictOf({ value, budget, target }: Figure): Verdict | undefined {
  if (budget === undefined && target === undefined) return undefined;
  const isMet =
    value <= (budget ?? Number.POSITIVE_INFINITY) && value >= (target ?? Number.NEGATIVE_INFINITY);
  return isMet ? 'met' : 'missed';
}

import type { Category } from '../../../core/memory/memory.ts';
import type { Speaker } from '../../../core/conversation/turn.ts';

/** Words that people use when they state something, wherever in a clause they stand. Alone few of them are proof. */
export interface Sign {
  readonly category: Category;
  readonly words: RegExp;
  /** What it adds; a clause is taken for a statement from 0.8 on. */
  readonly weight: number;
  /** Said by another it is a plan, or a word about the code at hand. */
  readonly by?: Speaker;
  /** What is said stands before the words as well as behind them. */
  readonly isAround?: boolean;
}

/** A sign from a pattern of words: at their beginning no word goes on before, and none behind them. */
export function sign(
  category: Category,
  weight: number,
  words: string,
  more: Pick<Sign, 'by' | 'isAround'> = {},
): Sign {
  return {
    category,
    weight,
    words: new RegExp(`(?<![\\p{L}\\d_])(?:${words})(?:(?<=[\\s:,'])|(?![\\p{L}\\d_]))`, 'iu'),
    ...more,
  };
}

/** What only a person says of a project; an agent says it of the work at hand. */
export const byUser = { by: 'user' } as const;
/** The whole clause says it. */
export const around = { isAround: true } as const;

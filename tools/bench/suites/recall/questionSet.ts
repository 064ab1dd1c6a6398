import type { Category, Memory } from '../../../../src/core/memory/memory.ts';

/** Text that goes into the store as one memory. */
export interface Note {
  /** Names it in the answers of questions; unlike that of every other note of its set. */
  readonly key: string;
  readonly category: Category;
  readonly title: string;
  readonly content: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly session?: string | undefined;
  readonly change?: Partial<Memory> | undefined;
}

export interface Question {
  /** The same for the same question in every draw: results of one id are averaged before anything else. */
  readonly id: string;
  readonly text: string;
  /** Keys of all notes that answer it; none when nothing in the store does. */
  readonly answers: readonly string[];
  /** Kinds are measured apart where there are several. */
  readonly kind?: string;
}

/** Questions to one store. */
export interface QuestionSet {
  readonly name: string;
  readonly notes: readonly Note[];
  readonly questions: readonly Question[];
  /** When the questions are asked; fixed, because the age of a memory counts. */
  readonly now: number;
}

import type { Forges } from '../core/forge/forges.ts';
import type { Category, Scope } from '../core/memory/memory.ts';
import type { ModelFit } from '../core/ranking/modelFit.ts';
import type { Project } from '../core/project/project.ts';
import type { WithoutModel } from '../core/memory/withoutModelNote.ts';

/** A question, and from where and about what it is asked. */
export interface RecallRequest {
  readonly query: string;
  readonly limit: number;
  readonly project: Project | undefined;
  readonly sessionId: string | undefined;
  readonly now: number;
  /** By which addresses and references are one. */
  readonly forges?: Forges | undefined;
  readonly category?: Category | undefined;
  readonly scope?: Scope | undefined;
  /** Created at or after, ms. */
  readonly since?: number | undefined;
  /** Superseded and archived ones too. Candidates and rejected ones are never recalled. */
  readonly includeInactive?: boolean | undefined;
  /** The question as a vector, made before the unit of work; without one, words decide alone. */
  readonly vector?: QuestionVector | undefined;
}

/** A question as the vector of the built-in model. */
export interface QuestionVector {
  readonly spaceId: number;
  readonly vector: Float32Array;
  readonly model: string;
  readonly words?: QuestionWords | undefined;
  /** By the model that was chosen besides the built-in one. */
  readonly second?: SecondVector | undefined;
  /** The model that was chosen, when this is the vector of another one because that could not be had in time. */
  readonly withoutModel?: WithoutModel | undefined;
}

/** A question as the vector of a model that knows texts only as a whole. */
export interface SecondVector {
  readonly spaceId: number;
  readonly vector: Float32Array;
  readonly model: string;
  readonly fit: ModelFit;
}

/** What a model that knows single words tells of a question. */
export interface QuestionWords {
  /** What a word weighs in a text, 0 to about 1.2; undefined when the model does not know it. */
  weightOf(word: string): number | undefined;
  /** Cosine of a word and the nearest word of a text, 0 to 1. */
  nearnessIn(word: string, text: string): number;
  /** What of the cosine of the question and a text's unit vector these words make; all words make all of it. */
  cosineOf(words: readonly string[], vector: Float32Array): number;
}

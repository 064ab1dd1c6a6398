import type { Loan } from '../core/taskLoans.ts';
import type { EntityPlace } from '../core/forge/entityPlace.ts';

/** What a forge says of one thing. Its texts are from outside: of any length, with anything in them. */
export interface ForgeFacts {
  readonly title: string;
  /** See `EntityRecord.state`. */
  readonly state: string | null;
  readonly author: string | null;
  readonly labels: readonly string[];
  readonly url: string | null;
  readonly etag: string | null;
}

/** Sentences are for people and say what can be done. Times are of the wall clock, ms. */
export type ForgeAnswer =
  | { readonly kind: 'found'; readonly facts: ForgeFacts }
  /** As it was when the `etag` was given. */
  | { readonly kind: 'unchanged' }
  /** It is not there, or is hidden from whoever asks. */
  | { readonly kind: 'not_found'; readonly sentence: string; readonly advice?: string | undefined }
  /** A token is missing, or may not see it. */
  | { readonly kind: 'no_access'; readonly sentence: string }
  /** The forge wants no more questions until then, and was not asked. */
  | { readonly kind: 'limited'; readonly until: number; readonly sentence: string }
  /** Nothing was learned: no connection, the offline switch, an answer that makes no sense. */
  | { readonly kind: 'unreachable'; readonly sentence: string };

/** GitLab and GitHub, as enrichment sees them. Never throws for what a forge does or fails to do. */
export interface Forge {
  lookUp(
    place: EntityPlace,
    options: {
      readonly etag?: string | null;
      readonly signal?: AbortSignal | undefined;
      /** Tokens by the names of their variables, of whoever asks. */
      readonly lent?: Loan;
    },
  ): Promise<ForgeAnswer>;
}

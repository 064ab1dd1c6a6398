/** A finished write: `inputHash` tells another call under the same key from a retry; `reply` is answered as it stands. */
export interface FinishedWrite {
  readonly operation: string;
  readonly inputHash: string;
  readonly reply: string;
}

/** Answers of finished writes by idempotency key, so that a retry is answered and not applied. */
export interface IdempotencyReader {
  find(key: string): Promise<FinishedWrite | undefined>;
}

export interface IdempotencyRepository extends IdempotencyReader {
  /** `at` is wall clock, ms. Throws `conflict` when the key is taken: a second answer to one call is never stored. */
  put(key: string, entry: FinishedWrite & { readonly at: number }): Promise<void>;
  /** Forgets what was finished earlier than a moment (wall clock, ms). Returns how many. */
  removeBefore(at: number): Promise<number>;
}

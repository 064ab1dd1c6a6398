/** Answers of finished writes by idempotency key, so that a retry is answered and not applied. */
export interface IdempotencyRepository {
  find(key: string): Promise<{ operation: string; inputHash: string; reply: string } | undefined>;
  put(key: string, entry: { operation: string; inputHash: string; reply: string; at: number }): Promise<void>;
  removeBefore(at: number): Promise<number>;
}

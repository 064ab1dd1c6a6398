/** Small values with a time to live. Expired entries are never returned. */
export interface KeyValueRepository {
  get(namespace: string, key: string, now: number): Promise<unknown>;
  set(namespace: string, key: string, value: unknown, expiresAt: number | null, now: number): Promise<void>;
  remove(namespace: string, key: string): Promise<void>;
  list(namespace: string, now: number): Promise<{ key: string; value: unknown; expiresAt: number | null }[]>;
  removeExpired(now: number): Promise<number>;
}

export interface KeyValueEntry {
  readonly key: string;
  readonly value: unknown;
  /** Wall clock, ms; null for never. */
  readonly expiresAt: number | null;
}

/**
 * Small values (JSON) with a time to live. Expired entries are never returned; `now` is the caller's wall clock in ms,
 * and an entry has expired at `expiresAt` itself.
 */
export interface KeyValueReader {
  /** Undefined when there is none. */
  get(namespace: string, key: string, now: number): Promise<unknown>;
  /** The same with its end. */
  entry(namespace: string, key: string, now: number): Promise<KeyValueEntry | undefined>;
  /** How many different keys these namespaces have together. */
  count(namespaces: readonly string[], now: number): Promise<number>;
  /** By key, in the order of code points. */
  list(namespace: string, now: number): Promise<KeyValueEntry[]>;
}

export interface KeyValueRepository extends KeyValueReader {
  /** Takes the place of an entry of that key. `undefined` is no JSON and is kept as null. */
  set(namespace: string, key: string, value: unknown, expiresAt: number | null, now: number): Promise<void>;
  /** Nothing happens when there is none. */
  remove(namespace: string, key: string): Promise<void>;
  /** Of all namespaces. Returns how many. */
  removeExpired(now: number): Promise<number>;
}

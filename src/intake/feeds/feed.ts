/** One of the things that a feed reads: a database, a file, a repository. */
export interface FeedSource {
  /** Stays the same from reading to reading. */
  readonly name: string;
  /** Where it is, for people. */
  readonly where: string;
}

/** What was read together. Items and cursor are kept in one unit of work: after a crash it is read again, or not at all. */
export interface FeedBatch<Item> {
  readonly items: readonly Item[];
  /** Where the next reading goes on, as JSON. */
  readonly cursor: unknown;
}

/** A source of evidence that is read with a cursor, in batches of a few hundred kilobytes at most. It changes nothing of what it reads. */
export interface Feed<Item> {
  /** As in the settings and in `feeds`. */
  readonly name: string;
  sources(signal: AbortSignal): Promise<readonly FeedSource[]>;
  /** From behind a cursor of this feed, null for the beginning. Ends when there is nothing new. */
  read(source: FeedSource, cursor: unknown, signal: AbortSignal): AsyncIterable<FeedBatch<Item>>;
}

/** How far a source was read. */
export interface FeedPlace {
  /** Which feed reads it. */
  readonly feed: string;
  /** Which of its sources: a file, a database, a session. */
  readonly source: string;
  /** What the feed needs to go on, as JSON. */
  readonly cursor: unknown;
  /** When it was last moved, ms. */
  readonly readAt: number;
}

export interface FeedReader {
  get(feed: string, source: string): Promise<FeedPlace | undefined>;
  /** All sources of a feed, in the order of their names. */
  list(feed: string): Promise<FeedPlace[]>;
}

/** Moved in the unit of work that keeps what was read: what is lost is read again, and nothing is read twice. */
export interface FeedRepository extends FeedReader {
  set(place: FeedPlace): Promise<void>;
  remove(feed: string, source: string): Promise<boolean>;
}

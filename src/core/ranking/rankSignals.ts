/** What speaks for a memory as the answer to one query. All parts are 0 to 1. */
export interface RankSignals {
  /** Share of the query's idf mass whose words the memory contains. */
  readonly coverage: number;
  /** BM25 relative to the best hit of the same query; in a conversation the words in and around a turn, likewise. */
  readonly lexical: number;
  /** Share of the query's idf mass whose words the title has. */
  readonly titled: number;
  /** Share of the entities named in the query that the memory is about. */
  readonly entity: number;
  /**
   * Share of the query's idf mass whose words the memory has or has something near to, each by the cosine of its nearest
   * word; 0 when that was not looked at.
   */
  readonly near: number;
  /** Cosine of query and memory, or the nearest of what was said around a turn; 0 when there is no vector. */
  readonly cosine: number;
  /** What of the cosine comes from the words of the query that the memory has; 0 when that was not looked at. */
  readonly cosineOfShared: number;
  /** Cosine by the model that was chosen besides the built-in one; absent when there is none. */
  readonly modelCosine?: number | undefined;
  /** Relevance of the better answer that names the same entity. */
  readonly linked: number;
  /** It is of the time that the query names. */
  readonly isOfTime: boolean;
  /** It is of the kind that the query asks for ("decisions", "what blocks us"). */
  readonly isOfKind: boolean;
  /** It asks and does not tell. */
  readonly isQuestion: boolean;
}

/**
 * Inverse document frequency as BM25 has it (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond",
 * 2009), with one added under the logarithm so that it is never negative.
 */
export function idf(documents: number, containing: number): number {
  return Math.log(1 + (documents - containing + 0.5) / (containing + 0.5));
}

/**
 * Above this share of all memories a word tells them apart no longer, and BM25 gives it no weight. Below it even the
 * name of a person who is in every third memory helps. Small stores have no such words.
 */
const stopShare = 0.5;
const stopFromDocuments = 40;

/** Whether so many of all memories have a word that it says nothing. */
export function isStopTerm(documents: number, containing: number): boolean {
  return documents >= stopFromDocuments && containing / documents > stopShare;
}

/*
 * Light stemming as L. S. Larkey, L. Ballesteros and M. E. Connell describe it ("Light stemming for Arabic information
 * retrieval", 2007): the article with what is written together with it, and the commonest endings. Words come folded.
 */
const article = /^(?:[وفبك]?ال|و?لل)(?=.{2})/u;
const and = /^و(?=.{3})/u;
/** The last one is what is left of an accusative when its mark is left out. */
const endings = ['ها', 'ان', 'ات', 'ون', 'ين', 'يه', 'ه', 'ي', 'ا'];
const leastLetters = 3;

export function arabicStem(word: string): string {
  let stem = word.replace(article, '');
  if (stem === word) stem = word.replace(and, '').replace(article, '');
  for (const ending of endings)
    if (stem.endsWith(ending) && stem.length - ending.length >= leastLetters)
      stem = stem.slice(0, -ending.length);
  return stem;
}

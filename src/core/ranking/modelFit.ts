/** What the cosines of one sentence model mean. Each model has a scale of its own. */
export interface ModelFit {
  /** Mean cosine of a question and a text that has nothing to do with it. */
  readonly unlike: number;
  /** Standard deviation of those. */
  readonly spread: number;
  /** Median cosine of a question and the text that answers it. */
  readonly alike: number;
}

/** How like two texts are: 0 as any two, 1 as a question and its answer. */
export function likeness(cosine: number, { unlike, alike }: ModelFit): number {
  return Math.min(1.5, Math.max(0, (cosine - unlike) / Math.max(0.01, alike - unlike)));
}

/** Standard deviations above the nearest by chance. */
const margin = 1;

/**
 * Of a question about nothing the nearest of so many memories comes as near as this by chance: the largest of n draws from a
 * normal distribution lies `sqrt(2 ln n)` standard deviations above its mean (Boucheron, Lugosi and Massart, "Concentration
 * Inequalities", 2013, section 2.5).
 */
export function boundOf({ unlike, spread }: ModelFit, memories: number): number {
  return unlike + spread * (Math.sqrt(2 * Math.log(Math.max(20, memories))) + margin);
}

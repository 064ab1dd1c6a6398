/** Ten years, ms: what lives longer has no end. */
export const mostTtl = 10 * 365 * 86_400_000;

/** Values of one project at most: notes for the way, not a database. */
export const mostValues = 10_000;

/** Where the values of a project are kept; null is the values of no project. */
export const valueSpace = (project: string | null): string => `values:${project ?? ''}`;

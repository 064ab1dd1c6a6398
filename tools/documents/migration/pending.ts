/** Verbs, arguments (`verb.field`) and commands that the tables name before they are there. */
export const pending: ReadonlySet<string> = new Set<string>([]);

/** Verbs, arguments (`verb.field`) and commands that the tables name before they are there. */
export const pending: ReadonlySet<string> = new Set<string>([
  'enrich_entity',
  'list_entities',
  'delete_entity',
  'memory-bridge enrich',
]);

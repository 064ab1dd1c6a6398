/** What a boot context can have, by the names that the argument `sections` takes. */
export const bootSections = [
  'directives',
  'identity',
  'unresolved_blockers',
  'conventions',
  'recent_decisions',
  'procedures',
  'plans',
  'facts',
  'last_session',
  'reminders',
  'hot_items',
  'active_sessions',
  'loops',
] as const;
export type BootSectionName = (typeof bootSections)[number];

import * as z from 'zod';

/** Why memories stand in a group. */
export const findingKinds = ['stale', 'duplicate', 'contradiction', 'orphan'] as const;
export type FindingKind = (typeof findingKinds)[number];

/** What would be done to a group. `archive`, `restore` and `resolve` are done to all of it; the others leave one as it is. */
export const proposedActions = ['archive', 'supersede', 'link', 'restore', 'resolve', 'none'] as const;
export type ProposedAction = (typeof proposedActions)[number];

/** In codes: no word of a memory stands in what is kept of a report, where a purge would not reach it. */
export const findingReasons = [
  'not_used',
  'same_words',
  'denial',
  'value',
  'said',
  'anchors_gone',
  'session_gone',
  'project_gone',
  'entity_closed',
  'successor_gone',
] as const;
export type FindingReason = (typeof findingReasons)[number];

/** Memories that belong together, and what would make one of them. Ids alone, with the revision that was looked at. */
export const findingSchema = z.object({
  /** Its number in the report, from 1. */
  group: z.number().int(),
  kind: z.enum(findingKinds),
  reason: z.enum(findingReasons),
  action: z.enum(proposedActions),
  memories: z.array(z.object({ id: z.string(), revision: z.number().int() })),
  /** Which one stays as it is; null where all are treated alike. */
  keep: z.string().nullable(),
  project: z.string().nullable(),
});
export type Finding = z.output<typeof findingSchema>;

export const consolidationReportSchema = z.object({
  /** When it was made, ms, and how many memories were looked at. */
  at: z.number(),
  looked: z.number().int(),
  daysStale: z.number(),
  groups: z.array(findingSchema),
  /** There was more than fits into a report. */
  isCut: z.boolean(),
});
export type ConsolidationReport = z.output<typeof consolidationReportSchema>;

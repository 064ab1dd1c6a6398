import * as z from 'zod';
import { actorKinds } from '../core/memory/history.ts';
import { categories } from '../core/memory/memory.ts';
import { nearSchema } from './nearRecord.ts';

/** What an export ended with: the result of its job. */
export const exportResultSchema = z.object({
  path: z.string(),
  bytes: z.number(),
  memories: z.number().int(),
  format: z.enum(['json', 'markdown']),
});
export type ExportResult = z.output<typeof exportResultSchema>;

/** What an export is asked for: the payload of its job. */
export const exportWishSchema = z.object({
  path: z.string(),
  isReplaced: z.boolean(),
  format: z.enum(['json', 'markdown']),
  /** Null stands for what belongs to no project. */
  projects: z.array(z.string().nullable()).optional(),
  categories: z.array(z.enum(categories)).optional(),
  since: z.number().optional(),
  limit: z.number().int().optional(),
  offset: z.number().int().optional(),
  withHistory: z.boolean(),
  withDeleted: z.boolean(),
  /** A person asked for it; agents get nothing of projects in which memory is off. */
  isPersons: z.boolean(),
});
export type ExportPayload = z.output<typeof exportWishSchema>;

/** What an import is asked for: the payload of its job. */
export const importPayloadSchema = z.object({
  /** Real and absolute. */
  path: z.string(),
  from: z.string().optional(),
  isDryRun: z.boolean(),
  duplicates: z.enum(['skip', 'update', 'keep-both']),
  /** Id of the project that all of it goes to. */
  project: z.string().optional(),
  /** The person says that the source speaks for them. */
  trustsSource: z.boolean(),
  isPersons: z.boolean(),
  actor: z.object({ kind: z.enum(actorKinds), name: z.string().optional() }),
});
export type ImportPayload = z.output<typeof importPayloadSchema>;

const counts = z.record(z.string(), z.number());

/** What an import has done so far; `transfer/importing/importReport.ts` explains it. */
export const importReportSchema = z.object({
  items: z.number(),
  fates: counts,
  byCategory: counts,
  byStatus: counts,
  lowered: counts,
  rows: z.record(z.string(), z.object({ written: z.number(), known: z.number() })),
  links: z.object({ made: z.number(), left: z.number() }),
  left: counts,
  redacted: counts,
  newProjects: z.array(z.string()).readonly(),
  renamed: z.number(),
  linked: z.number(),
});

/** What an import ended with: the result of its job. */
export const importResultSchema = z.object({
  path: z.string(),
  system: z.string(),
  title: z.string(),
  form: z.string(),
  isDryRun: z.boolean(),
  /** The group of all its changes. */
  changeId: z.string(),
  report: importReportSchema,
  /** The job that looks for what is near to what was here before; none where there is nothing to compare with, or too much. */
  nearJob: z.string().optional(),
  /** What became of each field of the source. */
  fields: z.array(
    z.object({
      place: z.string(),
      field: z.string(),
      became: z.string().optional(),
      because: z.string().optional(),
      count: z.number(),
    }),
  ),
});
export type ImportResult = z.output<typeof importResultSchema>;

/** Of so many memories at most it is looked for what is near to them; a larger import is one for `consolidate`. */
export const mostLookedForNear = 2_000;

/** What a look at an import is asked for: the payload of its job. */
export const importNearPayloadSchema = z.object({
  groupId: z.string(),
  /** From which likeness on two memories are near each other. */
  threshold: z.number(),
});
export type ImportNearPayload = z.output<typeof importNearPayloadSchema>;

/** Which memories of an import say nearly the same as one that was here before, or the opposite. */
export const importNearResultSchema = z.object({
  looked: z.number(),
  found: z.number(),
  /** The nearest of them. */
  near: z
    .array(
      z.object({
        memory: z.string(),
        /** What was here before. */
        other: z.string(),
        likeness: z.number(),
        opposition: nearSchema.shape.opposition,
      }),
    )
    .readonly(),
});
export type ImportNearResult = z.output<typeof importNearResultSchema>;

export const undoImportPayloadSchema = z.object({
  groupId: z.string(),
  actor: z.object({ kind: z.enum(actorKinds), name: z.string().optional() }),
});
export type UndoImportPayload = z.output<typeof undoImportPayloadSchema>;

const beside = {
  values: z.number(),
  /** Keys of values that were changed since, the first of them. */
  keptValues: z.array(z.string()).readonly(),
  /** Names of projects that are gone again, and of those in which something else is by now. */
  projects: z.array(z.string()).readonly(),
  keptProjects: z.array(z.string()).readonly(),
};

/** What was taken back of an import beside memories. */
export const takenBackBesideSchema = z.object(beside);
export type TakenBackBeside = z.output<typeof takenBackBesideSchema>;

export const undoImportResultSchema = z.object({
  changeId: z.string(),
  undone: z.number(),
  /** What was changed or removed since. */
  kept: z.number(),
  ...beside,
});
export type UndoImportResult = z.output<typeof undoImportResultSchema>;

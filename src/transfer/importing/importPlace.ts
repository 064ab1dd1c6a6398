import * as z from 'zod';
import { importReportSchema } from '../../protocol/transferResults.ts';
import { emptyReport } from './importReport.ts';

/** Where an import goes on: the cursor of its job. */
const placeSchema = z.object({
  /** First all entries, then what leads from one to another. */
  pass: z.enum(['items', 'links', 'end']),
  /** Entries of the pass that are done, and the ref of the last of them. */
  done: z.number(),
  after: z.string().nullable(),
  /** Of all changes of the import. */
  groupId: z.string(),
  report: importReportSchema,
});
export type ImportPlace = z.output<typeof placeSchema>;

export const placeIn = (cursor: unknown): ImportPlace | undefined => placeSchema.safeParse(cursor).data;

export const importBegin = (groupId: string): ImportPlace => ({
  pass: 'items',
  done: 0,
  after: null,
  groupId,
  report: emptyReport,
});

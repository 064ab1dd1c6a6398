import * as z from 'zod';
import { documentCategories } from '../../core/document/sectionCategory.ts';
import { actorKinds } from '../../core/memory/history.ts';
import type { Project } from '../../core/project/project.ts';

/** What a job that reads documents is asked. Paths are real. */
export const documentJobSchema = z.object({
  /** `ingest` takes Markdown as it is told; `bootstrap` looks for what a project says of itself. */
  mode: z.enum(['ingest', 'bootstrap']),
  path: z.string(),
  isFolder: z.boolean(),
  project: z.object({
    id: z.string(),
    name: z.string(),
    aliases: z.array(z.string()),
    root: z.string().optional(),
  }),
  category: z.enum(documentCategories).nullable(),
  tags: z.array(z.string()),
  actor: z.object({ kind: z.enum(actorKinds), name: z.string().optional() }),
});
export type DocumentJob = z.output<typeof documentJobSchema>;

/** What to read of which project, and how. */
export function documentJobOf(
  { path, isFolder }: Pick<DocumentJob, 'path' | 'isFolder'>,
  project: Project,
  how: Pick<DocumentJob, 'mode' | 'category' | 'tags' | 'actor'>,
): DocumentJob {
  return { path, isFolder, project: { ...project, aliases: [...project.aliases] }, ...how };
}

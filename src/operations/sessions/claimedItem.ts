import { entityForms, splitCanonical } from '../../core/entity/entityReference.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import { projectKeys, type Project } from '../../core/project/project.ts';
import { claimKey } from '../../core/session/claimKey.ts';
import type { Claim } from '../../core/session/session.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import type { QueryContext } from '../operation.ts';

/** Under which key, and in which project, something is held. */
export type ClaimedItem = Pick<Claim, 'resource' | 'project'>;

/** A folder that stands for a project. */
const folderKey = /^folder:(.+)$/;

/**
 * The one name under which an item is held, however and wherever a caller writes it: what lies in another project is held
 * there, and what belongs to a group or to nobody that is known is held for all projects.
 */
export async function claimedItem(
  unit: Pick<ReadUnit, 'projects'>,
  said: string | undefined,
  { project }: Pick<QueryContext, 'project'>,
): Promise<ClaimedItem> {
  const text = said?.trim() ?? '';
  if (text === '')
    throw new MemoryBridgeError('invalid_input', 'item_ref: is missing. Name the file, issue or task.', {
      details: { field: 'item_ref' },
    });
  const resource = claimKey(text, placeOf(project));
  const here = { resource, project: project?.id ?? null };
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(resource)) return { resource, project: null };
  const { qualifier, local, kind } = splitCanonical(resource);
  if (kind === 'epic')
    // Epics are the group's: two of its projects mean the same one.
    return qualifier === undefined
      ? { ...here, ...wholeForm(resource, project) }
      : { resource, project: null };
  if (qualifier === undefined) return here;
  const other = await unit.projects.findByReference(qualifier);
  return other ? { resource: local, project: other.id } : { resource, project: null };
}

/** How a claim is told to somebody in a project. */
export function saidItem({ resource, project }: ClaimedItem, from: string | null): string {
  return project === null || project === from ? resource : (entityForms(resource, project)[1] ?? resource);
}

function wholeForm(resource: string, project: Project | undefined): Partial<ClaimedItem> {
  const [, whole] = entityForms(resource, project?.id);
  return whole === undefined ? {} : { resource: whole, project: null };
}

function placeOf(project: Project | undefined): Parameters<typeof claimKey>[1] {
  const folders = project ? projectKeys(project).flatMap((key) => folderKey.exec(key)?.[1] ?? []) : [];
  return {
    project: project?.id ?? null,
    roots: project?.root === undefined ? folders : [project.root, ...folders],
    foldsCase: process.platform === 'win32' || process.platform === 'darwin',
  };
}

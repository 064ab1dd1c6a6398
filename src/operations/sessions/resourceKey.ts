import { MemoryBridgeError } from '../../core/errors.ts';
import { projectKeys } from '../../core/project/project.ts';
import { claimKey } from '../../core/session/claimKey.ts';
import type { QueryContext } from '../operation.ts';

/** A folder that stands for a project. */
const folderKey = /^folder:(.+)$/;

/** The one name under which a resource is held, however a caller writes it. */
export function resourceKey(
  resource: string | undefined,
  { project }: Pick<QueryContext, 'project'>,
): string {
  const text = resource?.trim() ?? '';
  if (text === '')
    throw new MemoryBridgeError('invalid_input', 'resource: is missing. Name the file, issue or task.', {
      details: { field: 'resource' },
    });
  const folders = project ? projectKeys(project).flatMap((key) => folderKey.exec(key)?.[1] ?? []) : [];
  return claimKey(text, {
    project: project?.id ?? null,
    roots: project?.root === undefined ? folders : [project.root, ...folders],
    foldsCase: process.platform === 'win32' || process.platform === 'darwin',
  });
}

import path from 'node:path';
import { type Forges, forgeAt, hostOf } from '../core/forge/forges.ts';
import { type Project, projectKeys } from '../core/project/project.ts';
import { renewedPlace } from '../core/project/remotePlaces.ts';

/**
 * Whether a project is what another one was called before: the same folder without git, the same first commit without
 * a remote, or the same folder with the same first commit. Another repository in its folder is another project.
 */
export function isFormer(former: Project, project: Project): boolean {
  const keys = new Set(projectKeys(project));
  if (keys.has(former.id)) return true;
  const shared = projectKeys(former).filter((key) => keys.has(key));
  return shared.some((key) => key.startsWith('folder:')) && shared.some((key) => key.startsWith('root:'));
}

/** Whether an id is one of another form of the same address. */
export const isOlderName = (old: string, id: string, forges: Forges = []): boolean =>
  old !== id && renewedPlace(old, forges).toLowerCase() === id.toLowerCase();

/** An id as it is written today, when it lies on a forge that is known; else the text. */
export const placeOfName = (text: string, forges: Forges): string =>
  text.includes('/') && forgeAt(hostOf(text), forges) ? renewedPlace(text, forges) : text;

/** A project that can be found under all that it was called before. */
export function withFormer(project: Project, former: readonly Project[]): Project {
  const aliases = new Set([...project.aliases, ...former.flatMap(projectKeys)]);
  aliases.delete(project.id);
  return { ...project, aliases: [...aliases] };
}

/** A folder that no repository is above. */
export const plainFolder = (folder: string): Project => ({
  id: `folder:${folder}`,
  name: path.basename(folder) || folder,
  aliases: [],
  root: folder,
});

/** What people call the project of an id. */
export const nameOf = (id: string): string => id.split('/').findLast((part) => part !== '') ?? id;

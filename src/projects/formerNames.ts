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

/**
 * An id as it is written today, when it begins with a host; else the text. What is copied from the address bar of a
 * browser may end in a slash or in a page of the repository.
 */
export function placeOfName(text: string, forges: Forges): string {
  const [host = '', ...given] = text.split('/').filter((part) => part !== '');
  if (!host.includes('.') || /[^\w.:-]/.test(host) || given.length === 0 || text.startsWith('/'))
    return text.includes('/') && forgeAt(hostOf(text), forges) ? renewedPlace(text, forges) : text;
  const renewed = renewedPlace([host.toLowerCase(), ...withoutPage(given)].join('/'), forges);
  const [there, ...path] = renewed.split('/');
  return [there, ...(there === 'github.com' ? path.slice(0, 2) : path)].join('/').replace(/\.git$/i, '');
}

/** GitLab puts `-` between a project and its pages. */
function withoutPage(path: readonly string[]): readonly string[] {
  const mark = path.indexOf('-');
  return mark > 0 ? path.slice(0, mark) : path;
}

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

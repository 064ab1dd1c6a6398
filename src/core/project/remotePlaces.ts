import { type Forges, forgeAt, pathOnForge } from '../forge/forges.ts';

/** What an address says of a repository. The host is in lower case, the path without `.git`. */
export interface RemoteParts {
  readonly host: string;
  readonly path: readonly string[];
  readonly user?: string;
  /** Whether it is an address of the web. */
  readonly isHttp?: boolean;
}

/** Other doors to the same house: ssh over port 443, and the address of the pages. */
const doors: ReadonlyMap<string, string> = new Map([
  ['ssh.github.com', 'github.com'],
  ['www.github.com', 'github.com'],
  ['altssh.gitlab.com', 'gitlab.com'],
  ['www.gitlab.com', 'gitlab.com'],
  ['ssh.gitlab.gnome.org', 'gitlab.gnome.org'],
  ['altssh.bitbucket.org', 'bitbucket.org'],
  ['www.bitbucket.org', 'bitbucket.org'],
  ['ssh.dev.azure.com', 'dev.azure.com'],
]);
/** Hosts that say themselves that they are no Bitbucket Server, where `scm` is a group like any other. */
const otherForges = /(?:^|[.-])(?:github|gitlab|gitea|forgejo|codeberg|bitbucket\.org|azure)/;
/** Azure's words for how much of a repository is fetched. */
const azureDepth = /^_(?:full|optimized)$/i;

/** `host/group/repo`, in one form for the places that a forge has several of. */
export function canonicalPlace(parts: RemoteParts, forges: Forges = []): string {
  const { host: given, path: all, user = '', isHttp = false } = parts;
  const forge = forgeAt(given, forges);
  // Over ssh a project has its path alone, wherever the pages are.
  if (forge && forge.webPath !== '' && isHttp) return [forge.host, ...pathOnForge(all, forge)].join('/');
  if (forge && forge.host !== given) return [forge.host, ...all].join('/');
  const host = doors.get(given) ?? given;
  const path = host !== given && all[0] === '443' && all.length > 2 ? all.slice(1) : all;
  const azure = azurePlace(host, path, user);
  if (azure !== undefined) return azure;
  // A gist is one under its own name too.
  if (host === 'gist.github.com') return [host, ...path.slice(-1)].join('/');
  if (host.endsWith('.googlesource.com') && path[0] === 'a') return [host, ...path.slice(1)].join('/');
  const scm = path.length - 3;
  if (isHttp && (scm === 0 || scm === 1) && path[scm] === 'scm' && !otherForges.test(host))
    return [host, ...path.slice(scm + 1)].join('/');
  // Azure DevOps Server.
  return [host, ...path.map((part) => (part === '_ssh' ? '_git' : part))].join('/');
}

/** The form of today for an id that was made of an address when the forms of a forge were not yet joined. */
export function renewedPlace(id: string, forges: Forges = []): string {
  // `[git@host:2222]:team/app` was read as if a bracket were a part of the path.
  const [host = '', ...path] = id.replace(/^([^/]+)\/\d+\]:/, '$1/').split('/');
  // Nobody knows any more how the address began.
  return canonicalPlace({ host, path, ...(forgeAt(host, forges) ? { isHttp: true } : {}) }, forges);
}

/** `dev.azure.com/org/project/repo`, from any of Azure's four hosts. */
function azurePlace(host: string, path: readonly string[], user: string): string | undefined {
  const parts = path.filter((part) => !azureDepth.test(part) && !/^DefaultCollection$/i.test(part));
  const account = /^([^.]+)\.visualstudio\.com$/.exec(host)?.[1];
  if (account === undefined && host !== 'dev.azure.com') return undefined;
  if (/^v\d$/i.test(parts[0] ?? '') && parts.length === 4)
    return ['dev.azure.com', ...parts.slice(1)].join('/');
  const owner = account === 'vs-ssh' ? user : account;
  const [org = '', ...rest] = owner === undefined ? parts : [owner, ...parts];
  const mark = rest.findIndex((part) => /^_(?:git|ssh)$/i.test(part));
  const repository = rest[mark + 1];
  if (mark < 0 || mark > 1 || rest.length !== mark + 2 || org === '' || repository === undefined)
    return undefined;
  // The repository that has the name of its project is written without the project.
  return ['dev.azure.com', org, rest[mark - 1] ?? repository, repository].join('/');
}

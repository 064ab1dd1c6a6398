const scheme = /^([a-z][a-z0-9+.-]*):\/\//i;
/** `user@host:path`, which git knows by the colon before the first slash. */
const scpLike = /^(?:[^@/\s]+@)?(\[[^\]]+\]|[^:/@\s]+):(?!\/\/)(.+)$/;
const windowsDrive = /^[a-z]:[\\/]/i;

/**
 * The place that a git remote names, as `host/group/sub/repo`: without scheme, credentials, port and `.git`, the host
 * in lower case. The same repository over ssh and https gives the same text. Undefined for a remote that is a folder
 * of this machine, since the text would mean nothing on another one.
 */
export function remotePlace(url: string): string | undefined {
  const text = url.trim();
  if (text === '' || windowsDrive.test(text)) return undefined;
  const named = scheme.exec(text);
  if (named) return named[1]?.toLowerCase() === 'file' ? undefined : fromUrl(text.slice(named[0].length));
  const scp = scpLike.exec(text);
  return scp ? place(scp[1] ?? '', scp[2] ?? '') : undefined;
}

function fromUrl(rest: string): string | undefined {
  const slash = rest.indexOf('/');
  if (slash < 0) return undefined;
  const authority = rest.slice(0, slash);
  const host = authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '');
  const path = rest.slice(slash + 1).replace(/[?#].*$/, '');
  return place(host, path);
}

function place(host: string, path: string): string | undefined {
  const parts = decode(path)
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  const last = parts.pop()?.replace(/\.git$/i, '');
  const name = host.toLowerCase().replace(/\.$/, '');
  if (name === '' || !last || parts.includes('..') || last === '..') return undefined;
  return [name, ...parts, last].join('/');
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/**
 * Other names under which tools know a remote project: `group/sub/repo` and `group-sub-repo`, in lower case. One
 * path segment gives none, because a bare name means too many projects.
 */
export function remoteAliases(id: string): string[] {
  const [, ...path] = id.toLowerCase().split('/');
  if (path.length < 2) return [];
  const aliases = [path.join('/'), path.join('-')];
  if (id.toLowerCase() !== id) aliases.push(id.toLowerCase());
  return aliases;
}

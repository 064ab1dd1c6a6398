import type { Forges } from '../forge/forges.ts';
import { canonicalPlace, type RemoteParts } from './remotePlaces.ts';

/** Longer texts are no addresses, and nothing is looked for in them. */
const longest = 4_096;
const scheme = /^([a-z][a-z0-9+.-]*):\/+/i;
/** `gcrypt::https://…`: a program that git starts for the address behind it. */
const helper = /^[a-z][a-z0-9+.-]*::(?=.)/i;
const windowsDrive = /^[a-z]:[\\/]/i;
/** AWS names a region and a repository, and nobody's host. */
const codeCommit = /^codecommit::([a-z0-9-]+):\/\/(?:[^@/]*@)?([\w.-]+)$/i;
/** `[git@host:2222]:team/app`, `git@[::1]:team/app`: git's brackets around a host with a port, or around numbers. */
const bracketed = /^(?:[^[\]]*@)?\[([^[\]]+)\]:(?!\/\/)([^]+)$/;

/**
 * The place that a git remote names, as `host/group/sub/repo`: without scheme, credentials, port and `.git`, the host
 * in lower case, and in one form where a forge has several. The same repository over ssh and https gives the same
 * text. Undefined for a remote that is a folder of this machine, since the text would mean nothing on another one.
 */
export function remotePlace(url: string, forges: Forges = []): string | undefined {
  const parts = readRemote(url);
  return parts && canonicalPlace(parts, forges);
}

/** The place in the words of the address alone, which is what projects were called before forges' forms were joined. */
export function literalPlace(url: string): string | undefined {
  const parts = readRemote(url);
  return parts && [parts.host, ...parts.path].join('/');
}

/** Whether a text is an address rather than a name, so that what stands in it may be a secret. */
export function looksLikeRemote(text: string): boolean {
  if (/^[a-z][a-z0-9+.-]*:(?:\/\/|:)/i.test(text)) return true;
  const [first = ''] = text.split(/[/\s]/, 1);
  const at = first.indexOf('@', 1);
  const colon = first.indexOf(':', 1);
  return (at > 0 && first.includes(':', at)) || (colon > 0 && text.includes('@', colon));
}

function readRemote(url: string): RemoteParts | undefined {
  const text = url.trim().replaceAll('＠', '@');
  if (text === '' || text.length > longest || windowsDrive.test(text)) return undefined;
  const aws = codeCommit.exec(text);
  if (aws) return place(`git-codecommit.${aws[1]}.amazonaws.com`, `v1/repos/${aws[2]}`);
  const address = text.replace(helper, '');
  const named = scheme.exec(address);
  if (named) {
    const name = named[1]?.toLowerCase() ?? '';
    return name === 'file' ? undefined : fromUrl(address.slice(named[0].length), /^https?$/.test(name));
  }
  const inBrackets = bracketed.exec(address);
  if (inBrackets) return place(hostIn(inBrackets[1] ?? ''), inBrackets[2] ?? '');
  return fromScp(address);
}

function fromUrl(text: string, isHttp: boolean): RemoteParts | undefined {
  const end = credentialsEnd(text);
  if (end === undefined) return undefined;
  // `ssh://git@host:team/app` mixes two forms, and package managers write it all the same.
  const parts = /^(\[[^\]]*\]|[^:/?#]*)(?::\d*(?=[/?#]|$)|:(?=[^/]))?\/?([^]*)$/.exec(text.slice(end));
  // Behind the colon of an address of the web stands a port or, in one that was cut short, a password.
  if (!parts || (isHttp && /^(?:\[[^\]]*\]|[^:/?#[]*):(?!\d*(?:[/?#]|$))/.test(text.slice(end))))
    return undefined;
  const path = (parts[2] ?? '').replace(/[?#;][^]*$/, '');
  return place(parts[1] ?? '', path, { user: userOf(text, end), isHttp });
}

/** `user@host:path`, which git knows by the colon before the first slash. */
function fromScp(text: string): RemoteParts | undefined {
  const end = /^[^/]*[:@]/.test(text) ? credentialsEnd(text) : undefined;
  if (end === undefined) return undefined;
  const parts = (end > 0 ? /^([^:/@\s]+)[:/]([^]+)$/ : /^([^:/@\s]+):(?!\/\/)([^]+)$/).exec(text.slice(end));
  return parts ? place(parts[1] ?? '', parts[2] ?? '', { user: userOf(text, end) }) : undefined;
}

/** `git@host:2222` between brackets; numbers keep theirs. */
function hostIn(brackets: string): string {
  const host = brackets.slice(brackets.lastIndexOf('@') + 1);
  return /^[^:]+(?::\d+)?$/.test(host) ? host.replace(/:\d+$/, '') : `[${host}]`;
}

const hostName = /(\[[0-9a-f:.]+\]|[a-z0-9_][a-z0-9._-]*)(?::|\/|$)/iy;
/** A host that can be no word of a password, with what stands before it when that is one name and one password. */
const clearHost = /^([^/@]*@)?(?:\[[0-9a-f:.]+\]|localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)+)\.?(?::\d+)?(?:\/|$)/i;

const withPort = /^[^/@]*:\d/;

/**
 * Where the credentials of an address end. People paste passwords as they are, with `/`, `#`, `:` and `@` in them, so
 * it is the last `@` before something that can be a host that counts, and no other: taking too much for credentials
 * names another place, taking too little writes a secret into the name of a project. Undefined when there are some and
 * nothing behind them can be a host.
 */
function credentialsEnd(text: string): number | undefined {
  const clear = clearHost.exec(text);
  if (!clear) {
    const at = text.lastIndexOf('@');
    return at < 0 ? 0 : hostAfter(text, at) === undefined ? undefined : at + 1;
  }
  const front = clear[1]?.length ?? 0;
  const query = front === 0 ? text.search(/[?#]/) : -1;
  for (let at = text.lastIndexOf('@'); at >= front; at = text.lastIndexOf('@', at - 1)) {
    const host = hostAfter(text, at);
    // `/@scope/` and `app@v2` are parts of the path.
    if (text[at - 1] === '/' || (query >= 0 && at > query)) continue;
    if (host === undefined && front > 0) return undefined;
    if (host === undefined) continue;
    if (front > 0 || /^\[|\.[^.]/.test(host)) return at + 1;
    // `user.name:8080/secret@host/app`: what looks like a port is the beginning of a password, unless a version ends it.
    if (withPort.test(text) && !/^v?\d[\w.-]*$/.test(text.slice(at + 1))) return at + 1;
  }
  return front;
}

function hostAfter(text: string, at: number): string | undefined {
  hostName.lastIndex = at + 1;
  return hostName.exec(text)?.[1];
}

/** The name before the password, if there is one. */
const userOf = (text: string, end: number): string => (end === 0 ? '' : /^[^:/@]*/.exec(text)?.[0]) ?? '';

function place(
  host: string,
  path: string,
  how: Pick<RemoteParts, 'user' | 'isHttp'> = {},
): RemoteParts | undefined {
  const parts = decode(path)
    // oxlint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u001F\u007F]/g, '')
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  const last = parts.pop()?.replace(/\.git$/i, '');
  const name = host.toLowerCase().replace(/\.$/, '');
  // A host with a percent sign in it is credentials that somebody encoded as a whole.
  if (name === '' || name.includes('%') || !last || parts.includes('..') || last === '..') return undefined;
  return { ...how, host: name, path: [...parts, last] };
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

export const forgeKinds = ['gitlab', 'github'] as const;
export type ForgeKind = (typeof forgeKinds)[number];

/** What a person says of a host on which projects live. */
export interface ForgeSettings {
  readonly kind: ForgeKind;
  /** Where its pages are, when that is not `https://<host>`: GitLab may live below a path. */
  readonly web?: string | undefined;
  /** Where its REST API is, when that is not where one of its kind has it. */
  readonly api?: string | undefined;
  /** Hosts that git reaches the same projects by over ssh. */
  readonly ssh?: readonly string[] | undefined;
  /** Other names of the host, such as the one that it had before. */
  readonly aliases?: readonly string[] | undefined;
  /** Variable of the environment that holds a token for it. */
  readonly tokenVariable?: string | undefined;
}

/** A host on which projects live, and how it is reached. */
export interface KnownForge {
  /** In lower case, without a port: what ids of its projects begin with. */
  readonly host: string;
  readonly kind: ForgeKind;
  /** Without a slash at its end. */
  readonly web: string;
  /** The part of `web` that stands before every path of a project, without slashes around it; often empty. */
  readonly webPath: string;
  /** Without a slash at its end. */
  readonly api: string;
  /** Every host by which its projects are named, its own among them. */
  readonly names: readonly string[];
  /** Of which a token for it is taken, the first that is set. */
  readonly tokenVariables: readonly string[];
}

export type Forges = readonly KnownForge[];

/** The forges that need no settings, the one that `GITLAB_TOKEN` is for, and those that the settings name. */
export function forgesOf(settings: Readonly<Record<string, ForgeSettings>>, instance: string): Forges {
  const gitlab = hostOf(instance);
  const known: Record<string, ForgeSettings> = {
    'gitlab.com': { kind: 'gitlab' },
    'github.com': { kind: 'github' },
    ...(gitlab === '' ? {} : { [gitlab]: { kind: 'gitlab', ...webOf(instance) } }),
  };
  for (const [host, each] of Object.entries(settings)) known[hostOf(host)] = each;
  return Object.entries(known).map(([host, each]) => forgeOf(host, each, gitlab));
}

/** `identity.instance` may be an address, which then says below which path it lives. */
function webOf(instance: string): Pick<ForgeSettings, 'web'> {
  return /^https?:\/\//i.test(instance.trim()) ? { web: instance.trim() } : {};
}

function forgeOf(host: string, settings: ForgeSettings, gitlab: string): KnownForge {
  const { kind, ssh = [], aliases = [], tokenVariable } = settings;
  const web = withoutSlash(settings.web ?? `https://${host}`);
  const webHost = hostOf(web);
  return {
    host,
    kind,
    web,
    webPath: web.replace(/^[a-z]+:\/\/[^/]*\/?/i, ''),
    api: withoutSlash(settings.api ?? usualApi(host, kind, web)),
    names: [...new Set([host, webHost, ...[...ssh, ...aliases].map(hostOf)])].filter((name) => name !== ''),
    tokenVariables: [
      ...(tokenVariable === undefined ? [] : [tokenVariable]),
      ...(kind === 'gitlab' && host === gitlab ? ['GITLAB_TOKEN'] : []),
      ...(kind === 'github' && host === 'github.com' ? ['GITHUB_TOKEN', 'GH_TOKEN'] : []),
    ],
  };
}

function usualApi(host: string, kind: ForgeKind, web: string): string {
  if (kind === 'gitlab') return `${web}/api/v4`;
  return host === 'github.com' ? 'https://api.github.com' : `${web}/api/v3`;
}

/** The host of a host, a host with a port, or an address, in lower case. */
export function hostOf(text: string): string {
  const authority = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]{0,20}:\/\//, '')
    .split(/[/?#]/, 1)[0];
  return (authority ?? '').replace(/:\d{1,5}$/, '').replace(/\.$/, '');
}

function withoutSlash(address: string): string {
  let end = address.length;
  while (end > 0 && address[end - 1] === '/') end -= 1;
  return address.slice(0, end);
}

/** The forge that one of its names leads to. */
export function forgeAt(host: string, forges: Forges): KnownForge | undefined {
  return forges.find((forge) => forge.host === host) ?? forges.find(({ names }) => names.includes(host));
}

/**
 * The path of a project on the web without what every path there begins with: `gitlab/team/app` is `team/app` where GitLab
 * lives below `gitlab`. A project always lives in a group, so that what is left has two parts unless `least` says less.
 */
export function pathOnForge(path: readonly string[], { webPath }: KnownForge, least = 2): readonly string[] {
  if (webPath === '') return path;
  const above = webPath.split('/');
  const isBelow = above.every((part, at) => part.toLowerCase() === path[at]?.toLowerCase());
  return isBelow && path.length >= above.length + least ? path.slice(above.length) : path;
}

import { splitCanonical } from '../entity/entityReference.ts';
import type { EntityKind } from '../entity/entityReferencePatterns.ts';
import { type Forges, type KnownForge, forgeAt } from './forges.ts';

/** Where a forge has what a reference names. */
export interface EntityPlace {
  /** Of the forge, as ids of projects begin. */
  readonly host: string;
  /** Of the project, or of the group that an epic belongs to, in lower case. */
  readonly path: string;
  readonly kind: Exclude<EntityKind, 'adr'>;
  /** A number or a sha. */
  readonly value: string;
}

export interface Whereabouts {
  readonly forges: Forges;
  /** Canonical id of the project that the reference stands in. */
  readonly project?: string | null | undefined;
  /** Of the GitLab that is meant where nothing else says so. */
  readonly instance?: string | undefined;
  /** Host that a URL named, which its canonical form does not say. */
  readonly host?: string | undefined;
  /** Canonical id of a project that is known under such a path. */
  readonly projectAt?: ((path: string) => string | undefined) | undefined;
}

/**
 * The place of a canonical reference (`!12`, `group/proj#3`, `commit:1a2b3c4`). Undefined for one that lies on no forge that
 * is known, and for a short one in a project without a remote.
 */
export function entityPlace(canonical: string, whereabouts: Whereabouts): EntityPlace | undefined {
  const { qualifier, local, kind } = splitCanonical(canonical);
  if (kind === undefined || kind === 'adr') return undefined;
  const value = kind === 'commit' ? local.slice('commit:'.length) : local.slice(1);
  const own = placeOf(whereabouts.project);
  const path = qualifier ?? (kind === 'epic' ? own?.path.replace(/\/?[^/]*$/, '') : own?.path);
  if (path === undefined || path === '') return undefined;
  // A project that is named without its group may lie in any.
  if (kind !== 'epic' && !path.includes('/')) return undefined;
  const forge = forgeFor(qualifier, kind, own, whereabouts);
  return forge && { host: forge.host, path, kind, value };
}

type Own = ReturnType<typeof placeOf>;

/** Host and path of a project with a remote. */
function placeOf(project: string | null | undefined): { host: string; path: string } | undefined {
  if (!project || /^(?:folder|root):/.test(project)) return undefined;
  const slash = project.indexOf('/');
  return slash <= 0
    ? undefined
    : { host: project.slice(0, slash).toLowerCase(), path: project.slice(slash + 1).toLowerCase() };
}

/** The host that a project with a remote lies on. */
export const hostOfProject = (project: string | null | undefined): string | undefined =>
  placeOf(project)?.host;

function forgeFor(
  qualifier: string | undefined,
  kind: EntityKind,
  own: Own,
  { forges, host, projectAt, instance }: Whereabouts,
): KnownForge | undefined {
  const other = qualifier === undefined || host !== undefined ? undefined : placeOf(projectAt?.(qualifier));
  const named = host ?? other?.host ?? own?.host;
  const forge = named === undefined ? undefined : forgeAt(named, forges);
  const isPossible = forge !== undefined && (kind !== 'epic' || forge.kind === 'gitlab');
  if (isPossible || host !== undefined || qualifier === undefined) return isPossible ? forge : undefined;
  return instance === undefined ? undefined : forgeAt(instance, forges);
}

/** One text for one place, under which it is kept: `gitlab.com/group/proj!12`. */
export function placeName({ host, path, kind, value }: EntityPlace): string {
  const mark = { merge_request: '!', issue: '#', epic: '&', commit: '@' }[kind];
  return `${host}/${path}${mark}${value}`;
}

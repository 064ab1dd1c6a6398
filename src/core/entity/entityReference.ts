import { type Forges, forgeAt, pathOnForge } from '../forge/forges.ts';
import { languageKind } from './entityReferenceLanguages.ts';
import { matchesIn, type EntityKind, type EntityMatch } from './entityReferencePatterns.ts';
import { ordinalTeller } from './entityReferenceOrdinals.ts';
import { regionsOf } from './entityReferenceRegions.ts';
import { parseEntityUrl } from './entityReferenceUrls.ts';

/** A mention of something that has a number or a sha. `end` is exclusive; both count UTF-16 units. */
export interface EntityReference {
  readonly kind: EntityKind;
  /** `!12`, `#34`, `&5`, `commit:1a2b3c4`, `ADR-7`; with a path in front when it lies in another project. */
  readonly canonical: string;
  readonly raw: string;
  readonly start: number;
  readonly end: number;
  /** Where an address ends that goes on behind its number: `…/pull/3/files`. */
  readonly addressEnd?: number;
}

export interface EntityOptions {
  /** VS Code's language id. Without one it is text for people. */
  readonly languageId?: string | undefined;
  /** Canonical id of the project the text belongs to: references to it come in their short form. */
  readonly project?: string | null | undefined;
  /** Below which path a forge lives, so that its addresses and references in text meet. */
  readonly forges?: Forges | undefined;
}

/** Digits of a sha in canonical references: what git shows, so that short and full shas meet. */
const shaLength = 7;

/**
 * Every reference in a text, in order. In code only comments and strings count, in markup the text between tags too, and
 * addresses and shas in the values of YAML. Fenced code in prose counts as code of its language, without one not at all;
 * inline code only when it is one reference and nothing else.
 */
export function parseEntityReferences(text: string, options: EntityOptions = {}): EntityReference[] {
  const kind = languageKind(options.languageId);
  const use = { hasTexMarks: kind === 'tex', isOrdinal: ordinalTeller(text) };
  return regionsOf(text, kind)
    .flatMap((region) => matchesIn(text, region, use))
    .sort((left, right) => left.start - right.start)
    .map((match) => ({
      kind: match.kind,
      canonical: canonicalOf(match, options.project, options.forges),
      raw: text.slice(match.start, match.end),
      start: match.start,
      end: match.end,
      ...(match.addressEnd !== undefined && { addressEnd: match.addressEnd }),
    }));
}

/** Nothing that is one reference and no more is longer. */
const longest = 2_000;

/** The reference that a whole text is (`!12`, a URL, a bare sha, `PR 34`, `adr 0007`, `(#034).`), else undefined. */
export function canonicalEntity(text: string, project?: string | null, forges?: Forges): string | undefined {
  const match = wholeReference(text);
  return match && canonicalOf(match, project, forges);
}

/** Host of the address that a whole text is, when that names a reference. */
export const hostOfEntity = (text: string): string | undefined => wholeReference(text)?.host;

function wholeReference(text: string): Named | undefined {
  const trimmed = text.trim();
  if (trimmed.length > longest) return undefined;
  const plain = trimmed.replace(/^`+/, '').replace(/(?<!`)`+$/, '');
  return wholeMatch(plain) ?? looseMatch(plain);
}

/** What stands around a reference in a sentence, and what a number is padded with. */
function looseMatch(text: string): Named | undefined {
  const bare = text
    .replace(/^[\s([{<"'“‘«]{1,10}/, '')
    .replace(/(?<![\s)\]}>"'”’».,;:?!])[\s)\]}>"'”’».,;:?!]{1,10}$/, '');
  const padded = /^([\w./-]{0,300}[!#&])0{1,9}([1-9]\d{0,8})$/.exec(bare);
  const plain = padded ? `${padded[1]}${padded[2]}` : bare;
  return plain === text ? undefined : wholeMatch(plain);
}

/** A name for an entity that need not be a reference: references in canonical form, others folded to compare. */
export function entityName(text: string, project?: string | null, forges?: Forges): string {
  return canonicalEntity(text, project, forges) ?? text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
}

type Named = Omit<EntityMatch, 'start' | 'end'>;

const spoken: readonly (readonly [RegExp, EntityKind])[] = [
  [/^(?:mr|merge request)\s*[!#]?\s*0*([1-9]\d{0,8})$/i, 'merge_request'],
  [/^(?:issue|bug|ticket|pr|pull request|gh)[\s-]*#?\s*0*([1-9]\d{0,8})$/i, 'issue'],
  [/^epic\s*[&#]?\s*0*([1-9]\d{0,8})$/i, 'epic'],
  [/^(?:commit|sha)[:\s]\s*([0-9a-f]{7,64})$/i, 'commit'],
  [/^(?=\d*[a-f])([0-9a-f]{7,64})$/i, 'commit'],
];

function wholeMatch(text: string): Named | undefined {
  const url = parseEntityUrl(text);
  if (url) return url;
  for (const [pattern, kind] of spoken) {
    const value = pattern.exec(text)?.[1];
    if (value !== undefined) return { kind, qualifier: undefined, value: value.toLowerCase() };
  }
  const region = { kind: 'prose', start: 0, end: text.length } as const;
  return matchesIn(text, region).find((match) => match.start === 0 && match.end === text.length);
}

function canonicalOf(match: Named, project: string | null | undefined, forges: Forges = []): string {
  const path = pathOf(match, forges);
  const own = ownPath(match.kind, project);
  // Colleagues name a project without its group: `log-reader#12`.
  const isOwn =
    path === own || (match.kind === 'issue' && path !== undefined && path === own?.replace(/^.*\//, ''));
  const qualifier = isOwn ? undefined : path;
  switch (match.kind) {
    case 'merge_request':
      return `${qualifier ?? ''}!${match.value}`;
    case 'issue':
      return `${qualifier ?? ''}#${match.value}`;
    case 'epic':
      return `${qualifier ?? ''}&${match.value}`;
    case 'commit': {
      const sha = match.value.slice(0, shaLength);
      return qualifier === undefined ? `commit:${sha}` : `${qualifier}@${sha}`;
    }
    case 'adr':
      return `ADR-${match.value}`;
  }
}

/** What comes before the mark, as projects are named on the forge that an address lies on. */
function pathOf({ host, qualifier, kind }: Named, forges: Forges): string | undefined {
  const forge = host === undefined ? undefined : forgeAt(host, forges);
  if (!forge || qualifier === undefined) return qualifier;
  const path = pathOnForge(qualifier.split('/'), forge, kind === 'epic' ? 1 : 2);
  // Pages of groups stand below a word of their own, behind the path of the forge.
  const isBelowGroups = kind === 'epic' && path.length > 1 && path[0] === 'groups';
  return (isBelowGroups ? path.slice(1) : path).join('/');
}

/** The path that a project's own references may carry; epics belong to the group around it. */
function ownPath(kind: EntityKind, project: string | null | undefined): string | undefined {
  if (!project || project.startsWith('folder:') || project.startsWith('root:')) return undefined;
  const path = project
    .toLowerCase()
    .split('/')
    .slice(1, kind === 'epic' ? -1 : undefined);
  return path.length === 0 ? undefined : path.join('/');
}

/**
 * The forms under which one entity may have been written down: short within its project, full everywhere else.
 * The given form comes first.
 */
export function entityForms(canonical: string, project: string | null | undefined): string[] {
  const { qualifier, local, kind } = splitCanonical(canonical);
  const own = kind && ownPath(kind, project);
  if (qualifier !== undefined) return qualifier === own ? [canonical, local] : [canonical];
  if (own === undefined || kind === undefined || kind === 'adr') return [canonical];
  return [canonical, kind === 'commit' ? `${own}@${local.slice('commit:'.length)}` : `${own}${local}`];
}

/** Path and rest of a canonical form: `group/proj!12` has the local form `!12`. */
export function splitCanonical(canonical: string): {
  qualifier: string | undefined;
  local: string;
  kind: EntityKind | undefined;
} {
  const match = /^([^!#&@\s]+)?([!#&@])([0-9a-f]+)$/.exec(canonical);
  const [, qualifier, mark, value = ''] = match ?? [];
  if (mark === '@') return { qualifier, local: `commit:${value}`, kind: 'commit' };
  if (mark === '!') return { qualifier, local: `!${value}`, kind: 'merge_request' };
  if (mark === '#') return { qualifier, local: `#${value}`, kind: 'issue' };
  if (mark === '&') return { qualifier, local: `&${value}`, kind: 'epic' };
  const kind = canonical.startsWith('commit:') ? 'commit' : canonical.startsWith('ADR-') ? 'adr' : undefined;
  return { qualifier: undefined, local: canonical, kind };
}

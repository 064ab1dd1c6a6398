import type { Memory } from './memory.ts';

/**
 * What a memory in review is to others, from the one that has the link to the other. `replaces`: a candidate that puts
 * the other one otherwise, and supersedes it once it is accepted. `ends`: a question in the Inbox whether the other one
 * still holds. `successor`: what would hold in place of the one that a question is about.
 */
export const reviewLinkKinds = ['replaces', 'ends', 'successor'] as const;

/**
 * What somebody says that two memories are to each other. Who superseded whom is no link: see `Memory.supersededBy`; a
 * link of that kind only comes from elsewhere.
 */
export const relationKinds = ['related', 'supersedes', 'contradicts', 'same_entity', 'derived_from'] as const;
export type RelationKind = (typeof relationKinds)[number];

export const linkKinds = [...reviewLinkKinds, ...relationKinds] as const;
export type LinkKind = (typeof linkKinds)[number];

/** Of each kind for the review a memory has at most one; of relations, one to each other memory. */
export interface MemoryLink {
  readonly kind: LinkKind;
  /** Id of a memory; it may have been purged since. */
  readonly to: string;
  /** Of a relation, 0 to 1; 1 where nobody said. */
  readonly strength?: number | undefined;
  readonly reason?: string | undefined;
  /** When it was made, ms. */
  readonly at?: number | undefined;
}

/** What has links: a memory, or what a client knows of one. A server of before does not tell them. */
export interface Linked {
  readonly links?: readonly MemoryLink[] | undefined;
}

const relations: ReadonlySet<string> = new Set(relationKinds);
export const isRelation = (link: MemoryLink): link is MemoryLink & { readonly kind: RelationKind } =>
  relations.has(link.kind);

/** Kinds that say the same of both, whoever has the link. */
export const mutualKinds: ReadonlySet<LinkKind> = new Set(['related', 'contradicts', 'same_entity']);

/** Id of the memory that a link of this kind leads to. */
export function linkedTo({ links = [] }: Linked, kind: LinkKind): string | undefined {
  return links.find((link) => link.kind === kind)?.to;
}

/** A memory as it is when others are gone for good: nothing of it leads to them. The same object when nothing did. */
export function withoutReferences<T extends Pick<Memory, 'supersededBy' | 'links'>>(
  memory: T,
  isGone: (id: string) => boolean,
): T {
  const { supersededBy, links } = memory;
  const isFree = supersededBy === null || !isGone(supersededBy);
  const left = links.filter(({ to }) => !isGone(to));
  if (isFree && left.length === links.length) return memory;
  return { ...memory, supersededBy: isFree ? supersededBy : null, links: left };
}

/** The links with this one among them, in the place of one that it takes the place of. */
export function withLink(links: readonly MemoryLink[], link: MemoryLink): MemoryLink[] {
  const isTaken = ({ kind, to }: MemoryLink): boolean =>
    kind === link.kind && (to === link.to || !isRelation(link));
  return [...links.filter((each) => !isTaken(each)), link];
}

/** The links without relations to a memory, of one kind or of all. */
export function withoutRelation(links: readonly MemoryLink[], to: string, kind?: RelationKind): MemoryLink[] {
  return links.filter(
    (link) => link.to !== to || !isRelation(link) || (kind !== undefined && link.kind !== kind),
  );
}

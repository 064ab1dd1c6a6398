import type { Memory } from './memory.ts';

/**
 * What one memory is to another, from the one that has the link to the other. Who superseded whom is no link: see
 * `Memory.supersededBy`.
 *
 * `replaces`: a candidate that puts the other one otherwise, and supersedes it once it is accepted. `ends`: a question in
 * the Inbox whether the other one still holds. `successor`: what would hold in place of the one that a question is about.
 */
export const linkKinds = ['replaces', 'ends', 'successor'] as const;
export type LinkKind = (typeof linkKinds)[number];

/** Of each kind a memory has at most one. */
export interface MemoryLink {
  readonly kind: LinkKind;
  /** Id of a memory; it may have been purged since. */
  readonly to: string;
}

/** What has links: a memory, or what a client knows of one. A server of before does not tell them. */
export interface Linked {
  readonly links?: readonly MemoryLink[] | undefined;
}

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

/** The links with this one among them, in the place of one of its kind. */
export function withLink(links: readonly MemoryLink[], link: MemoryLink): MemoryLink[] {
  return [...links.filter(({ kind }) => kind !== link.kind), link];
}

import type { EntityKind } from './entityReferencePatterns.ts';

/** How the last question to a forge ended: `not_found` may also mean that it hides it from whoever asked. */
export const entityOutcomes = ['found', 'not_found', 'no_access'] as const;
export type EntityOutcome = (typeof entityOutcomes)[number];

/** What a forge said of something that memories name. Times are of the wall clock, ms. */
export interface EntityRecord {
  /** With its host and path: `gitlab.com/group/proj!12` (`core/forge/entityPlace.ts#placeName`). */
  readonly reference: string;
  readonly kind: Exclude<EntityKind, 'adr'>;
  /** `host/path` of the project, or of the group of an epic. */
  readonly project: string;
  /** What it said last, on one line, without secrets; null when it never has. */
  readonly title: string | null;
  /** `opened`, `merged`, `closed`, `locked` or `draft`; null for a commit. */
  readonly state: string | null;
  readonly author: string | null;
  readonly labels: readonly string[];
  /** Of its page. */
  readonly url: string | null;
  readonly outcome: EntityOutcome;
  /** By which the forge can say that nothing has changed. */
  readonly etag: string | null;
  /** When the forge last said what stands here; null when it never has. */
  readonly fetchedAt: number | null;
  /** When it was last asked. */
  readonly triedAt: number;
}

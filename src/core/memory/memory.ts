import type { Anchor } from './anchor.ts';
import type { Evidence } from './evidence.ts';
import type { MemoryLink } from './memoryLink.ts';
import type { Quarantine } from './quarantine.ts';

export const categories = [
  'decision',
  'convention',
  'blocker',
  'procedure',
  'fact',
  'event',
  'directive',
  'plan',
  'idea',
  'context',
  'preference',
  'conversation',
] as const;
export type Category = (typeof categories)[number];

export const scopes = ['project', 'session', 'global'] as const;
export type Scope = (typeof scopes)[number];

export const statuses = ['candidate', 'active', 'resolved', 'superseded', 'archived', 'rejected'] as const;
export type Status = (typeof statuses)[number];
/** Of what is a candidate a person decides in the Inbox. */
export const decidedStatuses = ['active', 'resolved', 'superseded', 'archived', 'rejected'] as const;

export const sourceKinds = [
  'user',
  'agent',
  'editor',
  'commit',
  'adr',
  'comment',
  'conversation',
  'import',
] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** Where a memory came from. `ref` is a sha, a path or a URL; `actor` the name of the person or agent. */
export interface Source {
  readonly kind: SourceKind;
  readonly ref?: string | undefined;
  readonly actor?: string | undefined;
}

/** How far the text may be believed: said by the person, by a known tool of theirs, or by anyone at all. */
export const trustLevels = ['user', 'agent', 'external'] as const;
export type Trust = (typeof trustLevels)[number];

/** When a memory is to be thought of again. */
export interface Reminder {
  /** Due from this moment, ms. */
  readonly at: number;
  /** `daily`, `weekly`, `weekly:monday`, `monthly` or `monthly:15`; null for once. */
  readonly recurrence: string | null;
}

/** How fresh somebody vouched for a procedure to be. */
export interface ReviewState {
  /** Wall clock, ms; null when nobody has looked since it was written. */
  readonly reviewedAt: number | null;
  /** Days after which it wants to be looked at again; null for never. */
  readonly everyDays: number | null;
}

/** One remembered thing. Times are milliseconds since the epoch; `entities` are canonical references. */
export interface Memory {
  /** UUIDv7; people and models see its short id (`shortId.ts`). */
  readonly id: string;
  readonly category: Category;
  readonly scope: Scope;
  /** Canonical project id, or null for global memories. */
  readonly project: string | null;
  readonly session: string | null;
  readonly title: string;
  readonly content: string;
  readonly what: string | null;
  readonly why: string | null;
  readonly learned: string | null;
  readonly entities: readonly string[];
  readonly anchors: readonly Anchor[];
  readonly tags: readonly string[];
  readonly source: Source;
  readonly trust: Trust;
  /** 0 to 1; 1 for what a person stated. */
  readonly confidence: number;
  readonly pinned: boolean;
  readonly status: Status;
  readonly supersededBy: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly resolvedAt: number | null;
  readonly expiresAt: number | null;
  /** Tombstone: set by delete, lifted by undo or restore. */
  readonly deletedAt: number | null;
  readonly lastRecalledAt: number | null;
  readonly recallCount: number;
  /** When its whole text was last read by somebody who found it, ms, and how often: recalled is not yet used. */
  readonly lastOpenedAt: number | null;
  readonly openedCount: number;
  readonly reminder: Reminder | null;
  readonly review: ReviewState | null;
  /** Place among the directives, from 1; null behind those that have one. */
  readonly position: number | null;
  /** Why nobody but a person may read it before a person has accepted it; null for nearly all. */
  readonly quarantine: Quarantine | null;
  /** Starts at 1, grows by one with every change. */
  readonly revision: number;
  /** Where it was found, and what was said there of it since. */
  readonly evidence: readonly Evidence[];
  /** What it is to other memories. */
  readonly links: readonly MemoryLink[];
  /** What others keep with it, of any shape. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

import type { Anchor } from '../core/memory/anchor.ts';
import type { Category, Memory, Scope, Source, Trust } from '../core/memory/memory.ts';
import { tagsOf, titleOf } from './memoryWording.ts';
import type { WriteContext } from './writeContext.ts';

/** What is known of a memory before there is one. What is left out is empty, or as it is for most. */
export interface Draft {
  readonly category: Category;
  readonly scope: Scope;
  readonly project: string | null;
  readonly session?: string | null | undefined;
  /** Made from the content when it is left out. */
  readonly title?: string | undefined;
  readonly content: string;
  readonly what?: string | null | undefined;
  readonly why?: string | null | undefined;
  readonly learned?: string | null | undefined;
  /** As `entitiesOf` found them. */
  readonly entities: readonly string[];
  readonly anchors?: readonly Anchor[] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly source: Source;
  readonly trust: Trust;
  readonly confidence: number;
  readonly reminder?: Memory['reminder'] | undefined;
  readonly position?: number | null | undefined;
  readonly quarantine?: Memory['quarantine'] | undefined;
  /** What waits in the Inbox, and until when (ms; null for ever). Left out: it is in force at once. */
  readonly review?: { readonly expiresAt: number | null } | undefined;
  /** When it was said, ms; now when it is left out. */
  readonly saidAt?: number | undefined;
  readonly evidence?: Memory['evidence'] | undefined;
  readonly links?: Memory['links'] | undefined;
  readonly metadata?: Memory['metadata'] | undefined;
}

/** The one place where a memory comes to be: whoever remembers, captures or imports hands in a draft. */
export function draftMemory(draft: Draft, { ids, now }: Pick<WriteContext, 'ids' | 'now'>): Memory {
  return {
    id: ids.next(),
    category: draft.category,
    scope: draft.scope,
    project: draft.project,
    session: draft.session ?? null,
    title: titleOf(draft.content, draft.title),
    content: draft.content,
    what: draft.what ?? null,
    why: draft.why ?? null,
    learned: draft.learned ?? null,
    entities: draft.entities,
    anchors: draft.anchors ?? [],
    tags: tagsOf(draft.tags),
    source: draft.source,
    trust: draft.trust,
    confidence: draft.confidence,
    pinned: false,
    status: draft.review ? 'candidate' : 'active',
    supersededBy: null,
    createdAt: draft.saidAt ?? now,
    updatedAt: now,
    resolvedAt: null,
    expiresAt: draft.review?.expiresAt ?? null,
    deletedAt: null,
    lastRecalledAt: null,
    recallCount: 0,
    lastOpenedAt: null,
    openedCount: 0,
    reminder: draft.reminder ?? null,
    review: null,
    position: draft.position ?? null,
    quarantine: draft.quarantine ?? null,
    revision: 1,
    evidence: draft.evidence ?? [],
    links: draft.links ?? [],
    metadata: draft.metadata ?? {},
  };
}

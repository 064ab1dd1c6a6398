import type { Category, Memory } from '../../src/core/memory/memory.ts';

/** What tells the memories of a benchmark apart. */
export interface PlainMemory extends Partial<Memory> {
  readonly category: Category;
  readonly title: string;
  readonly content: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** An active memory as remembering makes it. Its id tells time and place, so that every run has the same ones. */
export function plainMemory(given: PlainMemory, index: number): Memory {
  const time = given.createdAt.toString(16).padStart(12, '0');
  return {
    id: `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${index.toString(16).padStart(12, '0')}`,
    scope: given.project ? 'project' : 'global',
    project: null,
    session: null,
    what: null,
    why: null,
    learned: null,
    entities: [],
    anchors: [],
    tags: [],
    source: { kind: 'agent' },
    trust: 'agent',
    confidence: 1,
    pinned: false,
    status: 'active',
    supersededBy: null,
    updatedAt: given.createdAt,
    resolvedAt: null,
    expiresAt: null,
    deletedAt: null,
    lastRecalledAt: null,
    recallCount: 0,
    lastOpenedAt: null,
    openedCount: 0,
    reminder: null,
    review: null,
    position: null,
    quarantine: null,
    revision: 1,
    evidence: [],
    links: [],
    metadata: {},
    ...given,
  };
}

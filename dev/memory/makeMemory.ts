import type { Memory } from '../../src/core/memory/memory.ts';

/** A plain active memory of the project `example.com/team/app`, with what a case changes in it. */
export function makeMemory(change: Partial<Memory> = {}): Memory {
  return {
    id: '019abcde-0000-7000-8000-00a1b2c3d4e5',
    category: 'decision',
    scope: 'project',
    project: 'example.com/team/app',
    session: null,
    title: 'Title',
    content: 'Content',
    what: null,
    why: null,
    learned: null,
    entities: [],
    anchors: [],
    tags: [],
    source: { kind: 'user' },
    trust: 'user',
    confidence: 1,
    pinned: false,
    status: 'active',
    supersededBy: null,
    createdAt: 0,
    updatedAt: 0,
    resolvedAt: null,
    expiresAt: null,
    deletedAt: null,
    lastRecalledAt: null,
    recallCount: 0,
    revision: 1,
    evidence: [],
    links: [],
    metadata: {},
    ...change,
  };
}

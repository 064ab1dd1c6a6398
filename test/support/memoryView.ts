import { shortId } from '../../src/core/shortId.ts';
import type { MemoryView } from '../../src/protocol/memoryView.ts';

let made = 0;

/** A memory as the server answers it, with what a test cares about changed. */
export function memoryView(changes: Partial<MemoryView> = {}): MemoryView {
  const id = `01890000-0000-7000-8000-${(++made).toString(16).padStart(12, '0')}`;
  return {
    id,
    shortId: shortId(id),
    category: 'fact',
    scope: changes.project === null ? 'global' : 'project',
    project: 'example.com/group/app',
    session: null,
    title: 'A fact',
    content: 'A fact that is written out.',
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
    metadata: {},
    age: 'now',
    ...changes,
  };
}

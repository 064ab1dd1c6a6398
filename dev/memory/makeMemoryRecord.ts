import { shortId } from '../../src/core/shortId.ts';
import type { MemoryRecord } from '../../src/protocol/memoryRecord.ts';
import { makeMemory } from './makeMemory.ts';

let made = 0;

/** A memory as the server answers it, with what a test cares about changed. */
export function makeMemoryRecord(changes: Partial<MemoryRecord> = {}): MemoryRecord {
  const id = `01890000-0000-7000-8000-${(++made).toString(16).padStart(12, '0')}`;
  return {
    ...makeMemory({
      id,
      category: 'fact',
      scope: changes.project === null ? 'global' : 'project',
      title: 'A fact',
      content: 'A fact that is written out.',
    }),
    entities: [],
    anchors: [],
    tags: [],
    evidence: [],
    links: [],
    quarantine: null,
    metadata: {},
    shortId: shortId(id),
    age: 'now',
    ...changes,
  };
}

import { describe } from 'vitest';
import { describeCaptures } from './captures.ts';
import { describeEntities } from './entities.ts';
import type { OpenStore } from './givenStore.ts';
import { describeHistory } from './history.ts';
import { describeJobs } from './jobs.ts';
import { describeLanguages } from './languages.ts';
import { describeMemories } from './memories.ts';
import { describeMemoryFilters } from './memoryFilters.ts';
import { describeMemoryLists } from './memoryLists.ts';
import { describeOrigins } from './origins.ts';
import { describePassages } from './passages.ts';
import { describePurge } from './purge.ts';
import { describeRecords } from './records.ts';
import { describeSessions } from './sessions.ts';
import { describeSuccessors } from './successors.ts';
import { describeTexts } from './texts.ts';
import { describeTurns } from './turns.ts';
import { describeUnits } from './units.ts';
import { describeVectors } from './vectors.ts';
import { describeWords } from './words.ts';

const parts: Readonly<Record<string, (openStore: OpenStore) => void>> = {
  units: describeUnits,
  memories: describeMemories,
  'lists of memories': describeMemoryLists,
  'filters of memories': describeMemoryFilters,
  successors: describeSuccessors,
  purge: describePurge,
  texts: describeTexts,
  words: describeWords,
  languages: describeLanguages,
  vectors: describeVectors,
  passages: describePassages,
  history: describeHistory,
  sessions: describeSessions,
  records: describeRecords,
  captures: describeCaptures,
  entities: describeEntities,
  origins: describeOrigins,
  turns: describeTurns,
  jobs: describeJobs,
};

/**
 * What every adapter of the store has to do, over the ports alone: nothing here knows which one it runs on. A test file
 * for each adapter calls it with a way to open an empty store.
 */
export function defineStoreContract(name: string, openStore: OpenStore): void {
  describe.each(Object.entries(parts))(`${name}: %s`, (_part, define) => {
    define(openStore);
  });
}

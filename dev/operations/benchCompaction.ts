import { v7 } from 'uuid';
import { Compaction, type CompactionParts } from '../../src/upkeep/compaction.ts';

/** On the clock of a bench, and on a disk with as much room as a test says. */
export function benchCompaction(bench: {
  readonly store: CompactionParts['store'];
  readonly home: string;
  readonly now: number;
}): Compaction & { readonly disk: { room: number } } {
  const disk = { room: Number.MAX_SAFE_INTEGER };
  const compaction = new Compaction({
    get store() {
      return bench.store;
    },
    get home() {
      return bench.home;
    },
    clock: { now: () => bench.now, monotonic: () => bench.now },
    ids: { next: () => v7() },
    roomIn: async () => disk.room,
  });
  return Object.assign(compaction, { disk });
}

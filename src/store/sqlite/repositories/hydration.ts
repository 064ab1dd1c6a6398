import type { Memory } from '../../../core/memory/memory.ts';
import type { Database } from '../../../sqlite/database.ts';
import { number } from './columns.ts';
import { memoryFields, memoryFromRow } from './memoryRow.ts';

/** Whole memories in the order of their row numbers; those that are gone are left out. */
export function memoriesOf(database: Database, seqs: readonly number[]): Memory[] {
  return memoriesBySeq(database, seqs).map(([, memory]) => memory);
}

/** The same, each with its row number. */
export function memoriesBySeq(database: Database, seqs: readonly number[]): [seq: number, memory: Memory][] {
  const found = new Map(
    database
      .all(
        `SELECT seq, ${memoryFields} FROM memories WHERE seq IN (SELECT value FROM json_each(?))`,
        JSON.stringify(seqs),
      )
      .map((row) => [number(row, 'seq'), memoryFromRow(row)]),
  );
  return seqs.flatMap((seq): [number, Memory][] => {
    const memory = found.get(seq);
    return memory ? [[seq, memory]] : [];
  });
}

import type { Database } from '../../../sqlite/database.ts';
import { productsWith } from './storedVector.ts';
import type { IndexHit } from './codeScan.ts';

/** Nearest first; of equal ones the smaller number. */
const byNearness = (a: IndexHit, b: IndexHit): number => b.cosine - a.cosine || a.seq - b.seq;

/** What scans found, scored again with the whole vectors: memories, each as near as the nearest of its passages found. */
export function nearestMemories(
  database: Database,
  space: number,
  query: Float32Array,
  found: { readonly memories: readonly IndexHit[]; readonly passages: readonly IndexHit[] },
): IndexHit[] {
  const cosines = new Map<number, number>();
  const cosineOf = productsWith(query);
  const use = (seq: number, vector: Uint8Array) =>
    void cosines.set(seq, Math.max(cosines.get(seq) ?? -Infinity, cosineOf(vector)));
  const numbers = (hits: readonly IndexHit[]) => JSON.stringify(hits.map(({ seq }) => seq));
  database.lend(
    `SELECT v.memory, v.vector FROM json_each(?) AS hit
     CROSS JOIN memory_vectors AS v ON v.space = ? AND v.memory = hit.value`,
    use,
    numbers(found.memories),
    space,
  );
  if (found.passages.length > 0)
    database.lend(
      'SELECT v.memory, v.vector FROM json_each(?) AS hit CROSS JOIN passage_vectors AS v ON v.id = hit.value',
      use,
      numbers(found.passages),
    );
  return [...cosines].map(([seq, cosine]) => ({ seq, cosine })).sort(byNearness);
}

/** The vector of each of these memories as bytes that are only lent, and those of its passages too if they are wanted. */
export function lendVectors(
  database: Database,
  space: number,
  memoryIds: readonly string[],
  tables: readonly ('memory_vectors' | 'passage_vectors')[],
  use: (memoryId: string, vector: Uint8Array) => void,
): void {
  for (const table of tables)
    database.lend(
      `SELECT wanted.key, v.vector FROM json_each(?) AS wanted CROSS JOIN memories AS m ON m.id = wanted.value
       CROSS JOIN ${table} AS v ON v.space = ? AND v.memory = m.seq`,
      (index, vector) => use(memoryIds[index] ?? '', vector),
      JSON.stringify(memoryIds),
      space,
    );
}

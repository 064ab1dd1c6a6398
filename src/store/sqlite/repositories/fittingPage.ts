import type { Database } from '../../../sqlite/database.ts';

/** As many memories as fit, and always one. Lengths are told by the heads of rows, so that no text is read. */
export function fittingPage(
  database: Database,
  seqs: readonly number[],
  bytes: number | undefined,
): readonly number[] {
  if (bytes === undefined) return seqs;
  const rows = database.all(
    'SELECT seq, octet_length(content) AS size FROM memories WHERE seq IN (SELECT value FROM json_each(?))',
    JSON.stringify(seqs),
  );
  const sizes = new Map(rows.map(({ seq, size }) => [Number(seq), Number(size)]));
  let sum = 0;
  const end = seqs.findIndex((seq, index) => (sum += sizes.get(seq) ?? 0) > bytes && index > 0);
  return end < 0 ? seqs : seqs.slice(0, end);
}

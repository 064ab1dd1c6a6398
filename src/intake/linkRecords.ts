import type { Memory } from '../core/memory/memory.ts';
import { recordPathOf } from './capturedMemory.ts';
import { CaptureLedger, recordSlot } from './captureLedger.ts';
import { type Link, replacedCommits } from './linkCommits.ts';
import type { Piece, RecordPiece } from './visitSlices.ts';

interface Known {
  readonly memory: Memory | undefined;
  /** A memory of another record that has the same text. */
  readonly alike: Memory | undefined;
}

/**
 * Finds the memory of each decision record. A record is what stands at its path, and it takes its memory along when it
 * moves; another one with the same text is another record as long as the first one stands where it stood.
 */
export async function linkRecords(pieces: readonly Piece[], link: Link): Promise<Piece[]> {
  const records = pieces.filter((piece) => piece.kind === 'record');
  if (records.length === 0) return [...pieces];
  const known = await link.store.read(async (unit) => {
    const ledger = new CaptureLedger(unit.captures, link.project);
    const result = new Map<RecordPiece, Known>();
    for (const piece of records) {
      const { record, fingerprint } = piece.statement;
      if (!record) continue;
      const slots = [recordSlot(record.path), ...record.from.map(recordSlot), fingerprint];
      const ids = await ledger.findAll([...slots, record.text]);
      const own = slots.map((slot) => ids.get(slot)).find((id) => id !== undefined);
      const alike = ids.get(record.text);
      result.set(piece, {
        memory: own === undefined ? undefined : await unit.memories.get(own),
        alike: own !== undefined || alike === undefined ? undefined : await unit.memories.get(alike),
      });
    }
    return result;
  });
  const moved = await movedRecords(known, link);
  const replaced = await replacedCommits(link.reader, [
    ...[...known.values()].map(({ memory }) => memory),
    ...moved.values(),
  ]);
  return pieces.map((piece) => {
    if (piece.kind !== 'record') return piece;
    const memory = known.get(piece)?.memory ?? moved.get(piece);
    if (!memory) return piece;
    const replaces = replaced(memory, piece.sha);
    return { ...piece, statement: { ...piece.statement, replaces }, known: memory.id };
  });
}

/**
 * A record with the same text has moved when nothing stands in its old place, now or then: two commits may move it, one
 * after the other.
 */
async function movedRecords(
  known: ReadonlyMap<RecordPiece, Known>,
  { reader }: Link,
): Promise<Map<Piece, Memory>> {
  const moved = new Map<Piece, Memory>();
  const asked = [...known].flatMap(([piece, { alike }]) => {
    const path = alike && recordPathOf(alike);
    return path === undefined ? [] : [{ piece, alike, path }];
  });
  for (const commit of new Set(asked.flatMap(({ piece }) => [piece.sha, 'HEAD']))) {
    const some = asked.filter(({ piece }) => commit === 'HEAD' || piece.sha === commit);
    const there = await reader.filesOf(
      commit,
      some.map(({ path }) => path),
    );
    for (const { piece, alike, path } of some) if (alike && !there.has(path)) moved.set(piece, alike);
  }
  return moved;
}

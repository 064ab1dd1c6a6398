import type { Memory } from '../core/memory.ts';
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
    const result = new Map<Piece, Known>();
    for (const piece of records) {
      const { record, fingerprint } = piece.finding;
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
  const replaced = replacedCommits(link.reader);
  const linked: Piece[] = [];
  for (const piece of pieces) {
    const found = known.get(piece);
    if (piece.kind !== 'record' || !found) {
      linked.push(piece);
      continue;
    }
    const memory = found.memory ?? (await movedFrom(found.alike, piece, link));
    const replaces = memory !== undefined && (await replaced(memory, piece.sha));
    linked.push({ ...piece, finding: { ...piece.finding, replaces }, known: memory?.id });
  }
  return linked;
}

/** A record with the same text has moved when nothing stands in its old place, now or then: two commits may move it. */
async function movedFrom(
  alike: Memory | undefined,
  { sha }: RecordPiece,
  { reader }: Link,
): Promise<Memory | undefined> {
  const path = alike?.metadata['adr'];
  if (typeof path !== 'string') return undefined;
  return (await reader.hasFile(sha, path)) && (await reader.hasFile('HEAD', path)) ? undefined : alike;
}

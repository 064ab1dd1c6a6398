import { isEnded } from '../core/statement/adr/adrStatus.ts';
import type { CommitPiece, Piece, RecordPiece } from './visitSlices.ts';

/**
 * How much of a history still holds, told from what a visit reads and before anything is written: what was reverted,
 * superseded or deleted since is not counted, and what is said twice counts once.
 */
export class HistoryCount {
  readonly #statements = new Map<string, string>();
  readonly #said = new Map<string, readonly string[]>();
  readonly #records = new Set<string>();

  get size(): number {
    return this.#statements.size + this.#records.size;
  }

  add(piece: Piece): void {
    switch (piece.kind) {
      case 'commit':
        return this.#addCommit(piece);
      case 'record':
        return this.#addRecord(piece);
      case 'deletion':
        for (const path of [piece.path, ...piece.from]) this.#records.delete(path);
        return;
      case 'gone':
      case 'seen':
    }
  }

  #addCommit({ sha, statements, reverts }: CommitPiece): void {
    const fingerprints = statements.map(({ fingerprint }) => fingerprint);
    this.#said.set(sha, fingerprints);
    for (const each of fingerprints) if (!this.#statements.has(each)) this.#statements.set(each, sha);
    for (const { sha: other, effect } of reverts)
      for (const each of this.#said.get(other) ?? [])
        if (effect === 'back') this.#statements.set(each, other);
        else if (this.#statements.get(each) === other) this.#statements.delete(each);
  }

  #addRecord({ statement }: RecordPiece): void {
    if (!statement.record) return;
    const { path, from, status } = statement.record;
    for (const each of [path, ...from]) this.#records.delete(each);
    if (!isEnded(status)) this.#records.add(path);
  }
}

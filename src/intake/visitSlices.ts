import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CommitStatement, CommitOrigin } from './commitStatements.ts';
import type { RevertEffect } from './reverts.ts';
import type { Places } from './visitPlace.ts';

/** A statement, and what it has to do with a memory that is there already. */
export interface VisitStatement extends CommitStatement {
  /** The memory whose text an amended commit or a changed record now puts otherwise. */
  readonly amends: string | undefined;
  /** The known memory's commit was replaced by this one (amend, rebase), so that its sha leads nowhere. */
  readonly replaces: boolean;
}

/** How far a commit is read: its message, or all of it. */
export type Read = 'words' | 'all';

/** One thing that a visit has read. */
export type Piece =
  | CommitPiece
  | RecordPiece
  | DeletionPiece
  | GonePiece
  /** Nothing that is worth a memory. */
  | { readonly kind: 'seen'; readonly sha: string; readonly read?: Read };

export interface CommitPiece {
  readonly kind: 'commit';
  readonly sha: string;
  readonly patchId: string | null;
  readonly read: Read;
  /** Undefined where nothing depends on who made it. */
  readonly origin: CommitOrigin | undefined;
  readonly subject: string;
  readonly parents: readonly string[];
  readonly authored: { readonly authorEmail: string; readonly authoredAt: number };
  readonly statements: readonly (CommitStatement & Partial<VisitStatement>)[];
  readonly reverts: readonly RevertEffect[];
  /** Memories of an earlier form of the commit that it does not state any more. */
  readonly dropped?: readonly string[];
}

export interface RecordPiece {
  readonly kind: 'record';
  readonly sha: string;
  readonly origin: CommitOrigin;
  readonly statement: CommitStatement & Partial<VisitStatement>;
  /** The memory of the record as it was known before. */
  readonly known?: string | undefined;
}

/** A decision record whose file is gone. */
export interface DeletionPiece {
  readonly kind: 'deletion';
  readonly sha: string;
  readonly path: string;
  readonly from: readonly string[];
  readonly origin: CommitOrigin;
}

/** A memory whose commit has left the history, or is back in it. */
export interface GonePiece {
  readonly kind: 'gone';
  readonly sha: string;
  readonly memoryId: string;
  readonly isBack: boolean;
}

/** What is written in one unit of work. */
export interface Slice {
  readonly pieces: readonly Piece[];
  /** Where a visit goes on when it ends after this slice. */
  readonly places: Places;
}

/** Milliseconds of reading after which others get their turn. */
const turnTime = 4;
/** Pieces written together: each unit of work waits for the disk. */
const mostPieces = 16;
/** Those without any text take no time. */
const mostSeen = 100;

/** Gathers pieces until they are worth a unit of work, and lets others have their turn meanwhile. */
export class SliceBuilder {
  #pieces: Piece[] = [];
  #weight = 0;
  #since = performance.now();

  get isFull(): boolean {
    return this.#weight >= mostPieces || this.#pieces.length >= mostSeen;
  }

  async add(piece: Piece): Promise<void> {
    this.#pieces.push(piece);
    const isSilent = piece.kind === 'seen' || (piece.kind === 'commit' && piece.statements.length === 0);
    this.#weight += isSilent ? 0 : piece.kind === 'commit' ? piece.statements.length : 1;
    if (performance.now() - this.#since < turnTime) return;
    await nextTurn();
    this.#since = performance.now();
  }

  take(): Piece[] {
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#weight = 0;
    return pieces;
  }
}

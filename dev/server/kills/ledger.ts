/** What a memory must look like after the calls that were acknowledged. */
export interface MemoryState {
  readonly revision: number;
  readonly content: string;
  readonly status: string;
  readonly pinned: boolean;
  readonly deleted: boolean;
  readonly supersededBy: string | null;
}

/** A memory before and after one call. `id` is null where the call makes it, `before` as well. */
export interface Effect {
  readonly id: string | null;
  readonly before: MemoryState | null;
  readonly after: MemoryState;
}

/** One write with all that it must do, decided before it is sent. */
export interface PlannedCall {
  readonly key: string;
  readonly operation: 'remember' | 'update_memory' | 'undo';
  readonly input: Readonly<Record<string, unknown>>;
  readonly effects: readonly Effect[];
}

/** What the harness can know of a call that was done. */
export interface CallMarks {
  readonly changeId: string;
  /** The memory that it made. */
  readonly memoryId: string | null;
}

export interface DoneCall extends CallMarks {
  readonly call: PlannedCall;
  /** The answer as it came, to compare the answer of a resend with; undefined when none has come yet. */
  readonly answer?: string;
}

/** Stands in `supersededBy` for the id of a memory that the same call makes. */
export const newMemory = '(new)';

/**
 * The harness' own books: every memory, every acknowledged call, and the calls that were sent and not answered.
 * Nothing in it comes from the server but ids.
 */
export class Ledger {
  readonly memories = new Map<string, MemoryState>();
  readonly done = new Map<string, DoneCall>();
  readonly pending = new Map<string, PlannedCall>();

  send(call: PlannedCall): void {
    this.pending.set(call.key, call);
  }

  acknowledge(done: DoneCall): void {
    this.pending.delete(done.call.key);
    this.done.set(done.call.key, done);
    for (const { id, state } of resultOf(done.call, done)) this.memories.set(id, state);
  }

  copy(): Ledger {
    const copy = new Ledger();
    for (const [id, state] of this.memories) copy.memories.set(id, state);
    for (const [key, done] of this.done) copy.done.set(key, done);
    for (const [key, call] of this.pending) copy.pending.set(key, call);
    return copy;
  }
}

/** The memories that a call leaves behind. */
export function resultOf(
  { effects }: PlannedCall,
  { memoryId }: CallMarks,
): { id: string; state: MemoryState }[] {
  return effects.map(({ id, after }) => {
    const named = id ?? memoryId;
    if (named === null) throw new Error('The answer does not name the memory that was made.');
    return {
      id: named,
      state: after.supersededBy === newMemory ? { ...after, supersededBy: memoryId } : after,
    };
  });
}

import type { Actor } from '../core/memory/history.ts';
import type { IdGenerator, Redactor } from '../core/ports.ts';
import type { MemoryEvent } from '../protocol/events.ts';

/** What a write has to know of the call that it belongs to. */
export interface WriteContext {
  readonly actor: Actor;
  /** Wall clock at the start of the call, ms. */
  readonly now: number;
  readonly ids: IdGenerator;
  /** For texts that come in by another way than the input, which is cleaned already. */
  readonly redactor: Redactor;
  /** Announced after the commit; dropped when the unit of work rolls back. */
  emit(event: MemoryEvent): void;
}

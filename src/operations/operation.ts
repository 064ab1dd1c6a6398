import type { Actor } from '../core/history.ts';
import type { Clock, IdGenerator, Logger, Redactor } from '../core/ports.ts';
import type { Project, ProjectResolver } from '../core/project.ts';
import type { MemoryEvent } from '../protocol/events.ts';
import type { OperationDefinition, OutputOf, ParsedInputOf } from '../protocol/operation.ts';
import type { UnitOfWork } from '../store/repositories.ts';

/** Who calls, about which project, when. The dispatcher resolves the project from the argument, else the header. */
export interface OperationContext {
  readonly actor: Actor;
  /** Undefined when nobody named a project: then only global memories are meant, and the answer says so. */
  readonly project: Project | undefined;
  readonly sessionId: string | undefined;
  /** Wall clock at the start of the call, ms. */
  readonly now: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly logger: Logger;
  /** For texts that come in by another way than the input, which is cleaned already. */
  readonly redactor: Redactor;
  /** Kinds of secret that were replaced in the input. */
  readonly redacted: readonly string[];
  readonly projects: ProjectResolver;
  /** Announced after the commit; dropped when the unit of work rolls back. */
  emit(event: MemoryEvent): void;
  /** Runs a moment after the reply, in another unit of work, e.g. recall counts. Failures are logged. */
  defer(work: (unit: UnitOfWork) => Promise<void>): void;
}

/**
 * How an operation is done. `prepare` runs before the unit of work, for what waits on git or scanners; what it writes,
 * in short units of its own, must be safe to come a second time. `run` is inside the unit and must not wait on anything
 * else; `render` makes the text that people and models read.
 */
export interface Operation<D extends OperationDefinition = OperationDefinition, Prepared = unknown> {
  readonly definition: D;
  prepare?(input: ParsedInputOf<D>, context: OperationContext): Promise<Prepared>;
  run(
    input: ParsedInputOf<D>,
    context: OperationContext,
    unit: UnitOfWork,
    prepared: Prepared,
  ): Promise<OutputOf<D>>;
  render(output: OutputOf<D>, input: ParsedInputOf<D>, context: OperationContext): string;
}

/** An operation whose types the registry no longer knows; the dispatcher validates before it calls. */
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyOperation = Operation<any, any>;

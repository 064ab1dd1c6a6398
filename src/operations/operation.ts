import type { Clock, Logger, Redactor } from '../core/ports.ts';
import type { ProjectResolver } from '../core/project/project.ts';
import type { Speaker } from '../memories/writeContext.ts';
import type { OperationDefinition, OutputOf, ParsedInputOf } from '../protocol/operation.ts';
import type { UnitOfWork } from '../store/ports/unitOfWork.ts';

/** Who calls, about which project, when. The dispatcher resolves the project from the argument, else the header. */
export interface OperationContext extends Speaker {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly logger: Logger;
  /** For texts that come in by another way than the input, which is cleaned already. */
  readonly redactor: Redactor;
  /** Kinds of secret that were replaced in the input. */
  readonly redacted: readonly string[];
  readonly projects: ProjectResolver;
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

import type { Forges } from '../core/forge/forges.ts';
import type { NewJob } from '../core/jobs/job.ts';
import type { Clock, Logger, Redactor } from '../core/ports.ts';
import type { Loan } from '../core/taskLoans.ts';
import type { ProjectResolver } from '../core/project/project.ts';
import type { Speaker } from '../memories/writeContext.ts';
import type { Kind, OperationDefinition, OutputOf, ParsedInputOf } from '../protocol/operation.ts';
import type { ReadUnit } from '../store/ports/readUnit.ts';
import type { UnitOfWork } from '../store/ports/unitOfWork.ts';

/** Who calls, about which project, when. The dispatcher resolves the project from the argument, else the header. */
export interface OperationContext extends Speaker {
  readonly signal: AbortSignal;
  /** Where the caller says that it is, whatever the input names: the folder whose files it may name. */
  readonly from: string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  /** For texts that come in by another way than the input, which is cleaned already. */
  readonly redactor: Redactor;
  /** Kinds of secret that were replaced in the input. */
  readonly redacted: readonly string[];
  readonly projects: ProjectResolver;
  readonly forges: Forges;
  /** What of its environment the caller lends to this call and the job that it may start. */
  readonly lent: Loan;
  /**
   * Runs a moment after the reply, in another unit of work, e.g. recall counts, or what has to be told outside once a
   * change is on disk. Failures are logged.
   */
  defer(work: (unit: UnitOfWork) => Promise<void>): void;
  /**
   * Runs once the unit of work is on disk, before anybody hears of it: what this process keeps in memory of what was
   * written. Never for an attempt that was rolled back.
   */
  afterCommit(work: () => void): void;
}

/** A query has nothing to announce. */
export type QueryContext = Omit<OperationContext, 'emit' | 'afterCommit'>;

/** Any definition of one of the four kinds. */
export type DefinitionOf<K extends Kind> = OperationDefinition<
  string,
  OperationDefinition['input'],
  OperationDefinition['output'],
  K
>;

interface Rendered<D extends OperationDefinition> {
  readonly definition: D;
  /** The text that people and models read: made after the unit of work has ended, and only when somebody asks for it. */
  render(output: OutputOf<D>, input: ParsedInputOf<D>, context: QueryContext): string;
}

/** Answers from one unit of work that nobody writes in. `prepare` runs before it, for what waits on anything else. */
export interface QueryOperation<D extends DefinitionOf<'query'>, Prepared = unknown> extends Rendered<D> {
  prepare?(input: ParsedInputOf<D>, context: QueryContext): Promise<Prepared>;
  run(
    input: ParsedInputOf<D>,
    context: QueryContext,
    reader: ReadUnit,
    prepared: Prepared,
  ): Promise<OutputOf<D>>;
}

/**
 * Writes in one unit of work, once per idempotency key. A store whose transactions can fail against one another runs it
 * again from the start, so `run` has no effect but through the unit and the context.
 */
export interface ChangeOperation<D extends DefinitionOf<'change'>, Prepared = unknown> extends Rendered<D> {
  prepare?(input: ParsedInputOf<D>, context: OperationContext): Promise<Prepared>;
  run(
    input: ParsedInputOf<D>,
    context: OperationContext,
    unit: UnitOfWork,
    prepared: Prepared,
  ): Promise<OutputOf<D>>;
}

/** The job that a task queues. At most one of a kind is at work for one project, and equal ones are one. */
export type TaskStart = Pick<NewJob, 'kind' | 'project' | 'payload'>;

/**
 * Starts a durable job, whose id and state are the answer. `start` runs in the unit of work that queues it, once per
 * idempotency key and under the same rule as the `run` of a change; a worker of that kind does the rest.
 */
export interface TaskOperation<D extends DefinitionOf<'task'>, Prepared = unknown> extends Rendered<D> {
  prepare?(input: ParsedInputOf<D>, context: OperationContext): Promise<Prepared>;
  start(
    input: ParsedInputOf<D>,
    context: OperationContext,
    unit: UnitOfWork,
    prepared: Prepared,
  ): TaskStart | Promise<TaskStart>;
}

/**
 * Concerns the server itself, or writes in many units of its own: settings, keys, purging, reading repositories. Must be
 * safe to come a second time. What it announces is announced at once.
 */
export interface ControlOperation<D extends DefinitionOf<'control'>> extends Rendered<D> {
  run(input: ParsedInputOf<D>, context: OperationContext): Promise<OutputOf<D>>;
}

/** How a definition is done, by its kind. What `prepare` hands to `run` is the operation's own affair. */
/* oxlint-disable typescript/no-explicit-any */
export type Operation<D extends OperationDefinition> =
  D extends DefinitionOf<'query'>
    ? QueryOperation<D, any>
    : D extends DefinitionOf<'change'>
      ? ChangeOperation<D, any>
      : D extends DefinitionOf<'task'>
        ? TaskOperation<D, any>
        : D extends DefinitionOf<'control'>
          ? ControlOperation<D>
          : never;
/* oxlint-enable typescript/no-explicit-any */

/** All verbs of a group: one that is missing does not compile. */
export type Group<Definitions extends readonly OperationDefinition[]> = {
  readonly [D in Definitions[number] as D['name']]: Operation<D>;
};

/* oxlint-disable typescript/no-explicit-any */
/** An operation whose types the registry no longer knows; the dispatcher validates before it calls. */
export type AnyOperation =
  | QueryOperation<any, any>
  | ChangeOperation<any, any>
  | TaskOperation<any, any>
  | ControlOperation<any>;
/* oxlint-enable typescript/no-explicit-any */

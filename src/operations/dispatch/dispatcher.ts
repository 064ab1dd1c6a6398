import { createHash } from 'node:crypto';
import { MemoryBridgeError, type ErrorCode } from '../../core/errors.ts';
import type { Lane } from '../../core/fairLanes.ts';
import type { Actor } from '../../core/memory/history.ts';
import type { Clock, IdGenerator, Logger } from '../../core/ports.ts';
import type { Project, ProjectResolver } from '../../core/project/project.ts';
import type { MemoryEvent } from '../../protocol/events.ts';
import type { Access } from '../../protocol/operation.ts';
import { type IncomingText, joinReports, kindsIn, sayReport } from '../../safety/incomingText.ts';
import type { Store } from '../../store/ports/store.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import { cleanCaller, cleanInput } from './cleanCall.ts';
import { closestNames } from './closestNames.ts';
import { DeferredWork } from './deferredWork.ts';
import { ignoredFields, ignoredNotes } from './ignoredFields.ts';
import { describeInputProblems } from './inputProblems.ts';
import { lenientInput } from './lenientInput.ts';
import type { AnyOperation, OperationContext } from '../operation.ts';

export interface DispatcherParts {
  /** Why nothing can be changed at all, if so: the answer to every write. */
  readonly readOnly?: MemoryBridgeError | undefined;
  readonly store: Store;
  readonly operations: readonly AnyOperation[];
  readonly projects: ProjectResolver;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly logger: Logger;
  /** What every text passes on its way in. */
  readonly incoming: IncomingText;
  /** Hears of changes after they are on disk. */
  readonly emit: (event: MemoryEvent) => void;
  /** Told about every call, for metrics. */
  readonly onFinished?: ((call: FinishedCall) => void) | undefined;
}

export interface FinishedCall {
  readonly operation: string;
  readonly access: Access;
  readonly outcome: 'ok' | ErrorCode;
  /** Monotonic, ms. */
  readonly durationMs: number;
  /** Answered from the reply of an earlier call with the same key. */
  readonly replayed: boolean;
}

export interface DispatchContext {
  readonly actor: Actor;
  /** What the caller named as its project beside the input: a directory, an id or an alias. */
  readonly projectRef?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly idempotencyKey?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** In whose turn the call is done. Without it the actor's, and its session's. */
  readonly lane?: Lane | undefined;
}

export interface DispatchReply {
  readonly result: Record<string, unknown>;
  readonly text: string;
  /** Fields of the input that mean nothing to the operation. */
  readonly ignored?: readonly string[];
}

/** The one door into the operations: checks, resolves, runs in a unit of work, and announces what was committed. */
export class Dispatcher {
  readonly #parts: DispatcherParts;
  readonly #operations: ReadonlyMap<string, AnyOperation>;
  readonly #deferred: DeferredWork;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
    this.#deferred = new DeferredWork(parts.store, parts.logger);
    this.#operations = new Map(parts.operations.map((operation) => [operation.definition.name, operation]));
  }

  async dispatch(name: string, rawInput: unknown, caller: DispatchContext): Promise<DispatchReply> {
    const operation = this.#find(name);
    if (this.#parts.readOnly && operation.definition.access === 'write') throw this.#parts.readOnly;
    const { clock, onFinished } = this.#parts;
    const started = clock.monotonic();
    const finished = (outcome: FinishedCall['outcome'], replayed: boolean): void =>
      onFinished?.({
        operation: name,
        access: operation.definition.access,
        outcome,
        durationMs: clock.monotonic() - started,
        replayed,
      });
    try {
      const { reply, replayed } = await this.#perform(operation, rawInput, caller);
      finished('ok', replayed);
      return reply;
    } catch (error) {
      finished(MemoryBridgeError.is(error) ? error.code : 'internal', false);
      throw error;
    }
  }

  /** Resolves when what was put off until after the replies is done. Call it before the store is closed. */
  async idle(): Promise<void> {
    await this.#deferred.idle();
  }

  #find(name: string): AnyOperation {
    const operation = this.#operations.get(name);
    if (operation) return operation;
    const close = closestNames(name, [...this.#operations.keys()]);
    throw new MemoryBridgeError(
      'unknown_operation',
      close.length === 0
        ? `There is no operation "${name}".`
        : `There is no operation "${name}". Did you mean ${close.join(' or ')}?`,
    );
  }

  async #perform(
    operation: AnyOperation,
    rawInput: unknown,
    given: DispatchContext,
  ): Promise<{ reply: DispatchReply; replayed: boolean }> {
    const { incoming } = this.#parts;
    const { caller, report: ofCaller } = await cleanCaller(incoming, given);
    const { parsed, ignored } = parseInput(operation, rawInput);
    const { value: input, report } = await cleanInput(incoming, operation.definition, parsed);
    const project = await this.#projectOf(input, caller);
    const call = new Call(this.#parts, caller, project, kindsIn(report, 'secrets'));
    const { name, access } = operation.definition;
    const cleaned = access === 'write' ? sayReport(joinReports([report, ofCaller])) : [];
    const prepared: unknown = await operation.prepare?.(input, call.context);
    const { store, emit } = this.#parts;
    const run = async (unit: UnitOfWork): Promise<DispatchReply> => {
      refuseCancelled(caller.signal);
      const result = (await operation.run(input, call.context, unit, prepared)) as Record<string, unknown>;
      const text = operation.render(result, input, call.context);
      return {
        result,
        text: [text, ...cleaned, ...ignoredNotes(ignored, operation.definition.input)].join('\n'),
        ...(ignored.length > 0 ? { ignored } : {}),
      };
    };
    const outcome =
      access === 'read'
        ? // An operation that reads does not write, though its type does not say so yet.
          { reply: await store.read((unit) => run(unit as UnitOfWork), laneOf(caller)), replayed: false }
        : await store.write(
            (unit) => once(unit, name, inputHash(name, input, project), caller, call, run),
            laneOf(caller),
          );
    // A replayed call has collected nothing.
    for (const event of call.events) emit(event);
    for (const work of call.deferred) this.#deferred.add(name, work);
    return outcome;
  }

  async #projectOf(input: unknown, { projectRef }: DispatchContext): Promise<Project | undefined> {
    const named = (input as { project?: unknown }).project;
    const reference = typeof named === 'string' ? named : projectRef;
    return reference === undefined || reference.trim() === ''
      ? undefined
      : this.#parts.projects.resolve(reference);
  }
}

/** What one call collects while it runs. */
class Call {
  readonly events: MemoryEvent[] = [];
  readonly deferred: ((unit: UnitOfWork) => Promise<void>)[] = [];
  readonly context: OperationContext;

  constructor(
    parts: DispatcherParts,
    caller: DispatchContext,
    project: Project | undefined,
    redacted: readonly string[],
  ) {
    const { clock, ids, logger, incoming, projects } = parts;
    this.context = {
      actor: caller.actor,
      project,
      sessionId: caller.sessionId,
      now: clock.now(),
      signal: caller.signal ?? new AbortController().signal,
      clock,
      ids,
      logger,
      redactor: incoming,
      redacted,
      projects,
      emit: (event) => this.events.push(event),
      defer: (work) => this.deferred.push(work),
    };
  }
}

function laneOf({ lane, actor, sessionId }: DispatchContext): Lane {
  return lane ?? { client: `${actor.kind}|${actor.name ?? ''}`, part: sessionId };
}

function parseInput(operation: AnyOperation, rawInput: unknown): { parsed: unknown; ignored: string[] } {
  const { input } = operation.definition;
  const given = lenientInput(input, rawInput === undefined || rawInput === null ? {} : rawInput);
  const parsed = input.safeParse(given);
  if (parsed.success) return { parsed: parsed.data, ignored: ignoredFields(input, given) };
  const { message, fields } = describeInputProblems(parsed.error, input, given);
  throw new MemoryBridgeError('invalid_input', message, { details: { fields } });
}

/**
 * Runs a write once per idempotency key. Lookup, work and record are one transaction, and units run one after another,
 * so neither a retry nor a twin that arrives meanwhile is applied a second time.
 */
async function once(
  unit: UnitOfWork,
  operation: string,
  hash: string,
  { idempotencyKey: key }: DispatchContext,
  { context }: Call,
  run: (unit: UnitOfWork) => Promise<DispatchReply>,
): Promise<{ reply: DispatchReply; replayed: boolean }> {
  if (key === undefined) return { reply: await run(unit), replayed: false };
  const earlier = await unit.idempotency.find(key);
  if (earlier) {
    if (earlier.operation !== operation || earlier.inputHash !== hash)
      throw new MemoryBridgeError(
        'conflict',
        'This idempotency key was used for another call. Send a new key with a new call.',
      );
    return { reply: JSON.parse(earlier.reply) as DispatchReply, replayed: true };
  }
  const reply = await run(unit);
  await unit.idempotency.put(key, {
    operation,
    inputHash: hash,
    reply: JSON.stringify(reply),
    at: context.now,
  });
  return { reply, replayed: false };
}

function refuseCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new MemoryBridgeError(
      'unavailable',
      'The call was cancelled before it was done. Nothing was written.',
    );
}

function inputHash(name: string, input: unknown, project: Project | undefined): string {
  return createHash('sha256')
    .update(stableJson([name, input, project?.id ?? null]))
    .digest('hex');
}

/** JSON whose keys are in order, so that equal inputs are equal texts. */
function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

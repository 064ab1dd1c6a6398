import { MemoryBridgeError } from '../../core/errors.ts';
import type { Lane } from '../../core/fairLanes.ts';
import type { Project } from '../../core/project/project.ts';
import type { MemoryEvent } from '../../protocol/events.ts';
import type { OperationDefinition } from '../../protocol/operation.ts';
import { joinReports, kindsIn, sayReport } from '../../safety/incomingText.ts';
import type { Store } from '../../store/ports/store.ts';
import type {
  AnyOperation,
  ChangeOperation,
  ControlOperation,
  QueryOperation,
  TaskOperation,
} from '../operation.ts';
import { Call, type CallParts } from './call.ts';
import { CallGuard, type CallGuardParts } from './callGuard.ts';
import { cleanCaller, cleanInput } from './cleanCall.ts';
import { DeferredWork } from './deferredWork.ts';
import type { DispatchContext, Dispatcher, DispatchReply } from './dispatcher.ts';
import { ignoredFields, ignoredNotes } from './ignoredFields.ts';
import { describeInputProblems } from './inputProblems.ts';
import { lenientInput } from './lenientInput.ts';
import { type CallIdentity, earlierResult, oncePerKey, type Result } from './oncePerKey.ts';
import { unknownOperation } from './unknownOperation.ts';

export interface DispatcherParts extends CallParts, CallGuardParts {
  /** Why nothing can be changed at all, if so: the answer to everything but queries. */
  readonly readOnly?: MemoryBridgeError | undefined;
  readonly store: Store;
  readonly operations: readonly AnyOperation[];
  /** Hears of changes after they are on disk. */
  readonly emit: (event: MemoryEvent) => void;
  readonly clock: CallParts['clock'];
  readonly logger: CallParts['logger'];
}

interface Outcome {
  readonly result: Result;
  readonly replayed: boolean;
}

/**
 * The door into the operations where the data is: checks, resolves, runs each as its kind is run, and announces what was
 * committed.
 */
export class LocalDispatcher implements Dispatcher {
  readonly #parts: DispatcherParts;
  readonly #guard: CallGuard;
  readonly #operations: ReadonlyMap<string, AnyOperation>;
  readonly #deferred: DeferredWork;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
    this.#guard = new CallGuard(parts);
    this.#deferred = new DeferredWork(parts.store, parts.logger);
    this.#operations = new Map(parts.operations.map((operation) => [nameOf(operation), operation]));
  }

  dispatch(name: string, rawInput: unknown, caller: DispatchContext): Promise<DispatchReply> {
    return this.#guard.run(name, caller.signal, async (signal) =>
      this.#perform(this.#find(name), rawInput, { ...caller, signal }),
    );
  }

  /** Resolves when what was put off until after the replies is done. Call it before the store is closed. */
  async idle(): Promise<void> {
    await this.#deferred.idle();
  }

  #find(name: string): AnyOperation {
    const operation = this.#operations.get(name);
    if (!operation) throw unknownOperation(name, [...this.#operations.keys()]);
    const { readOnly } = this.#parts;
    const { kind, touchesNoFile } = definitionOf(operation);
    if (readOnly && kind !== 'query' && !touchesNoFile) throw readOnly;
    return operation;
  }

  async #perform(
    operation: AnyOperation,
    rawInput: unknown,
    given: DispatchContext,
  ): Promise<{ reply: DispatchReply; replayed: boolean }> {
    const { incoming, emit } = this.#parts;
    const definition = definitionOf(operation);
    const { caller, report: ofCaller } = await cleanCaller(incoming, given);
    const { parsed, ignored } = parseInput(definition, rawInput);
    const { value: input, report } = await cleanInput(incoming, definition, parsed);
    const project = await this.#projectOf(input, caller);
    const call = new Call(this.#parts, caller, project, kindsIn(report, 'secrets'));
    const { result, replayed } = await this.#run(operation, input, call, caller);
    // A replayed call has collected nothing.
    for (const event of call.events) emit(event);
    for (const work of call.deferred) this.#deferred.add(definition.name, work);
    const cleaned = definition.kind === 'query' ? [] : sayReport(joinReports([report, ofCaller]));
    const text = (): string =>
      [
        operation.render(result, input, call.context),
        ...cleaned,
        ...ignoredNotes(ignored, definition.input),
      ].join('\n');
    return {
      reply: {
        result,
        text: caller.withoutText ? '' : text(),
        ...(ignored.length > 0 ? { ignored } : {}),
      },
      replayed,
    };
  }

  #run(operation: AnyOperation, input: unknown, call: Call, caller: DispatchContext): Promise<Outcome> {
    const { name, kind } = definitionOf(operation);
    const { context } = call;
    const identity = {
      key: caller.idempotencyKey,
      operation: name,
      input,
      projectId: context.project?.id,
      now: context.now,
    };
    switch (kind) {
      case 'query':
        return this.#query(operation as AnyQuery, input, call, laneOf(caller));
      case 'change':
        return this.#change(operation as AnyChange, identity, call, laneOf(caller));
      case 'task':
        return this.#task(operation as AnyTask, identity, call, laneOf(caller));
      case 'control':
        return this.#control(operation as AnyControl, identity, call);
    }
  }

  async #query(operation: AnyQuery, input: unknown, call: Call, lane: Lane): Promise<Outcome> {
    const prepared: unknown = await operation.prepare?.(input, call.context);
    const result = await this.#parts.store.read(async (unit) => {
      call.begin();
      return operation.run(input, call.context, unit, prepared);
    }, lane);
    return { result: result as Result, replayed: false };
  }

  async #change(operation: AnyChange, identity: CallIdentity, call: Call, lane: Lane): Promise<Outcome> {
    const { input } = identity;
    const prepared: unknown = await operation.prepare?.(input, call.context);
    return this.#parts.store.write(async (unit) => {
      call.begin();
      return oncePerKey(
        unit,
        identity,
        async () => (await operation.run(input, call.context, unit, prepared)) as Result,
      );
    }, lane);
  }

  async #task(operation: AnyTask, identity: CallIdentity, call: Call, lane: Lane): Promise<Outcome> {
    const { context } = call;
    return this.#parts.store.write(async (unit) => {
      call.begin();
      return oncePerKey(unit, identity, async () => {
        const start = await operation.start(identity.input, context, unit);
        const job = await unit.jobs.enqueue({ ...start, id: context.ids.next(), createdAt: context.now });
        context.emit({ kind: 'jobs', ids: [job.id], projects: [job.project] });
        return { job: job.id, state: job.state };
      });
    }, lane);
  }

  async #control(operation: AnyControl, identity: CallIdentity, call: Call): Promise<Outcome> {
    const { store, emit } = this.#parts;
    const keepsReply = definitionOf(operation).keepsReply === true;
    const earlier = keepsReply ? await store.read((unit) => earlierResult(unit, identity)) : undefined;
    if (earlier) return { result: earlier, replayed: true };
    call.begin();
    const result = (await operation.run(identity.input, { ...call.context, emit })) as Result;
    if (!keepsReply) return { result, replayed: false };
    return store.write((unit) => oncePerKey(unit, identity, async () => result));
  }

  async #projectOf(input: unknown, { projectRef }: DispatchContext): Promise<Project | undefined> {
    const named = (input as { project?: unknown }).project;
    const reference = typeof named === 'string' ? named : projectRef;
    return reference === undefined || reference.trim() === ''
      ? undefined
      : this.#parts.projects.resolve(reference);
  }
}

/* oxlint-disable typescript/no-explicit-any -- the registry no longer knows the types */
type AnyQuery = QueryOperation<any, any>;
type AnyChange = ChangeOperation<any, any>;
type AnyTask = TaskOperation<any>;
type AnyControl = ControlOperation<any>;
/* oxlint-enable typescript/no-explicit-any */

const definitionOf = (operation: AnyOperation): OperationDefinition =>
  operation.definition as OperationDefinition;

const nameOf = (operation: AnyOperation): string => definitionOf(operation).name;

function laneOf({ lane, actor, sessionId }: DispatchContext): Lane {
  return lane ?? { client: `${actor.kind}|${actor.name ?? ''}`, part: sessionId };
}

function parseInput(
  { input }: OperationDefinition,
  rawInput: unknown,
): { parsed: unknown; ignored: string[] } {
  const given = lenientInput(input, rawInput === undefined || rawInput === null ? {} : rawInput);
  const parsed = input.safeParse(given);
  if (parsed.success) return { parsed: parsed.data, ignored: ignoredFields(input, given) };
  const { message, fields } = describeInputProblems(parsed.error, input, given);
  throw new MemoryBridgeError('invalid_input', message, { details: { fields } });
}

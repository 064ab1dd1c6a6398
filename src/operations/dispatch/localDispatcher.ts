import { MemoryBridgeError } from '../../core/errors.ts';
import { isLive } from '../../core/jobs/job.ts';
import type { Lane } from '../../core/fairLanes.ts';
import { namesSomething } from '../../core/project/namesSomething.ts';
import { noLoan, type TaskLoans } from '../../core/taskLoans.ts';
import type { Project } from '../../core/project/project.ts';
import type { Caller } from '../../protocol/caller.ts';
import type { MemoryEvent } from '../../protocol/events.ts';
import { ordersNotKept, ordersWithin } from '../../memories/ordersToModels.ts';
import { isPerson } from '../../memories/provenance.ts';
import type { OperationDefinition, ToolDefinition } from '../../protocol/operation.ts';
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
import type { Dispatcher, DispatchReply } from './dispatcher.ts';
import { ignoredNotes } from './ignoredFields.ts';
import { ProjectGate } from './projectGate.ts';
import { type CallIdentity, earlierResult, oncePerKey, type Result } from './oncePerKey.ts';
import { CallTable, definitionOf, type SpokenCall } from './spokenCall.ts';
import { withheld } from './withheld.ts';

export interface DispatcherParts extends CallParts, CallGuardParts {
  /** Why nothing can be changed at all, if so: the answer to everything but queries. */
  readonly readOnly?: MemoryBridgeError | undefined;
  readonly store: Store;
  readonly operations: readonly AnyOperation[];
  /** What stands for several of them. */
  readonly tools?: readonly ToolDefinition[];
  /** Where what callers lend to jobs is held. */
  readonly loans?: TaskLoans;
  /** Whether memory is at work in projects of which nobody has said anything. */
  readonly initialMode?: () => 'on' | 'off';
  /** Hears of each call that was answered, by the name of its verb. */
  readonly onAnswered?: (verb: string, caller: Caller) => void;
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
  readonly #table: CallTable;
  readonly #deferred: DeferredWork;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
    this.#guard = new CallGuard(parts);
    this.#deferred = new DeferredWork(parts.store, parts.logger);
    this.#table = new CallTable(parts.operations, parts.tools ?? []);
  }

  dispatch(name: string, rawInput: unknown, caller: Caller): Promise<DispatchReply> {
    return this.#guard.run(name, caller.signal, async (signal) =>
      this.#perform(this.#table.understand(name, rawInput), { ...caller, signal }),
    );
  }

  /** Resolves when what was put off until after the replies is done. Call it before the store is closed. */
  async idle(): Promise<void> {
    await this.#deferred.idle();
  }

  async #perform(spoken: SpokenCall, given: Caller): Promise<{ reply: DispatchReply; replayed: boolean }> {
    const { incoming, emit } = this.#parts;
    const { operation, definition, called, ignored } = spoken;
    this.#refuseReadOnly(spoken);
    const { caller, report: ofCaller } = await cleanCaller(incoming, given);
    const { value: input, report } = await cleanInput(incoming, definition, spoken.input);
    if (definition.refusesOrders) refuseOrders(caller.actor, input);
    const project = await this.#projectOf(input, caller);
    const call = new Call(this.#parts, caller, project, kindsIn(report, 'secrets'));
    const gate = new ProjectGate({
      definition,
      actor: caller.actor,
      places: await this.#placesOf(definition, input, caller, project),
      initial: this.#parts.initialMode?.() ?? 'on',
      now: call.context.now,
    });
    const outcome = await this.#run(spoken, input, call, caller, gate);
    const result = isPerson(caller.actor) ? outcome.result : withheld(outcome.result);
    // A replayed call has collected nothing.
    for (const work of call.afterCommit) work();
    for (const event of call.events) emit(event);
    for (const work of call.deferred) this.#deferred.add(definition.name, work);
    this.#parts.onAnswered?.(definition.name, caller);
    const cleaned = definition.kind === 'query' ? report : joinReports([report, ofCaller]);
    const note = [...sayReport(cleaned, 'private'), ...(gate.note === undefined ? [] : [gate.note])].join(
      ' ',
    );
    const text = (): string =>
      [
        operation.render(result, input, call.context),
        ...sayReport(cleaned),
        ...ignoredNotes(ignored, called),
        ...(gate.note === undefined ? [] : [gate.note]),
      ].join('\n');
    const reply = {
      result: { ...spoken.defaults, ...result },
      text: caller.withoutText ? '' : text(),
      ...(ignored.length > 0 ? { ignored } : {}),
      ...(note === '' ? {} : { note }),
    };
    return { reply, replayed: outcome.replayed };
  }

  #refuseReadOnly({ definition: { kind, touchesNoFile } }: SpokenCall): void {
    const { readOnly } = this.#parts;
    if (readOnly && kind !== 'query' && !touchesNoFile) throw readOnly;
  }

  #run(spoken: SpokenCall, input: unknown, call: Call, caller: Caller, gate: ProjectGate): Promise<Outcome> {
    const { operation, definition, called } = spoken;
    const identity: CallIdentity = {
      key: caller.idempotencyKey,
      operation: called.name,
      said: spoken.asCalled(input),
      projectId: call.context.project?.id,
      now: call.context.now,
    };
    const how = { identity, lane: laneOf(caller), gate };
    switch (definition.kind) {
      case 'query':
        return this.#query(operation as AnyQuery, input, call, how);
      case 'change':
        return this.#change(operation as AnyChange, input, call, how);
      case 'task':
        return this.#task(operation as AnyTask, input, call, how);
      case 'control':
        return this.#control(operation as AnyControl, input, call, how);
    }
  }

  async #query(operation: AnyQuery, input: unknown, call: Call, { lane, gate }: How): Promise<Outcome> {
    const prepared = await this.#prepare(operation, input, call, { lane, gate });
    const result = await this.#parts.store.read(async (unit) => {
      call.begin();
      return operation.run(input, call.context, await gate.open(unit), prepared);
    }, lane);
    return { result: result as Result, replayed: false };
  }

  /** What is asked of others before, such as an embedding service, is asked only where the call will be let through. */
  async #prepare(
    operation: AnyQuery | AnyChange | AnyTask,
    input: unknown,
    call: Call,
    { lane, gate }: Pick<How, 'lane' | 'gate'>,
  ): Promise<unknown> {
    if (!operation.prepare) return undefined;
    await this.#parts.store.read((unit) => gate.open(unit), lane);
    return operation.prepare(input, call.context);
  }

  async #change(
    operation: AnyChange,
    input: unknown,
    call: Call,
    { identity, lane, gate }: How,
  ): Promise<Outcome> {
    const prepared = await this.#prepare(operation, input, call, { lane, gate });
    return this.#parts.store.write(async (unit) => {
      call.begin();
      const opened = await gate.open(unit);
      return oncePerKey(
        unit,
        identity,
        async () => (await operation.run(input, call.context, opened, prepared)) as Result,
      );
    }, lane);
  }

  async #task(
    operation: AnyTask,
    input: unknown,
    call: Call,
    { identity, lane, gate }: How,
  ): Promise<Outcome> {
    const { context } = call;
    const prepared = await this.#prepare(operation, input, call, { lane, gate });
    return this.#parts.store.write(async (unit) => {
      call.begin();
      const opened = await gate.open(unit);
      const outcome = await oncePerKey(unit, identity, async () => {
        const start = await operation.start(input, context, opened, prepared);
        const job = await unit.jobs.enqueue({ ...start, id: context.ids.next(), createdAt: context.now });
        context.emit({ kind: 'jobs', ids: [job.id], projects: [job.project] });
        return { job: job.id, state: job.state };
      });
      // Before anybody can take it, and again when a call is sent again to an owner that has followed another.
      if (context.lent !== noLoan) {
        const job = await unit.jobs.get(String(outcome.result['job']));
        if (job && isLive(job)) this.#parts.loans?.lend(job.id, context.lent);
      }
      return outcome;
    }, lane);
  }

  async #control(
    operation: AnyControl,
    input: unknown,
    call: Call,
    { identity, lane, gate }: How,
  ): Promise<Outcome> {
    const { store, emit } = this.#parts;
    await store.read((unit) => gate.open(unit), lane);
    const keepsReply = definitionOf(operation).keepsReply === true;
    const earlier = keepsReply ? await store.read((unit) => earlierResult(unit, identity)) : undefined;
    if (earlier) return { result: earlier, replayed: true };
    call.begin();
    const result = (await operation.run(input, { ...call.context, emit })) as Result;
    if (!keepsReply) return { result, replayed: false };
    return store.write((unit) => oncePerKey(unit, identity, async () => result));
  }

  async #projectOf(input: unknown, caller: Caller): Promise<Project | undefined> {
    const named = (input as { project?: unknown }).project;
    // What says nothing, hidden characters among it, leaves the word to whoever is next.
    const reference = [named, caller.project].find(
      (each): each is string => typeof each === 'string' && namesSomething(each),
    );
    return reference === undefined ? undefined : this.#parts.projects.resolve(reference);
  }

  /** Where memory has to be on: what the call is about, and for agents also where they are. */
  async #placesOf(
    { place }: OperationDefinition,
    input: unknown,
    { actor, project: from }: Caller,
    about: Project | undefined,
  ): Promise<Project[]> {
    const named = place === undefined ? undefined : (input as Record<string, unknown>)[place];
    const said = [named, isPerson(actor) ? undefined : from].filter(
      (each): each is string => typeof each === 'string' && namesSomething(each),
    );
    const found = about === undefined ? [] : [about];
    for (const each of new Set(said)) {
      try {
        found.push(await this.#parts.projects.resolve(each));
      } catch (error) {
        // What cannot be looked at is refused by the verb, or is no place that anything could be switched off in.
        if (!MemoryBridgeError.is(error)) throw error;
      }
    }
    return found;
  }
}

interface How {
  readonly identity: CallIdentity;
  readonly lane: Lane;
  readonly gate: ProjectGate;
}

/* oxlint-disable typescript/no-explicit-any -- the registry no longer knows the types */
type AnyQuery = QueryOperation<any, any>;
type AnyChange = ChangeOperation<any, any>;
type AnyTask = TaskOperation<any, any>;
type AnyControl = ControlOperation<any>;
/* oxlint-enable typescript/no-explicit-any */

/** The name by which a program calls itself is kept and shown like what it says. */
function refuseOrders(actor: Caller['actor'], input: unknown): void {
  if (isPerson(actor)) return;
  const found = ordersWithin([actor.name, input]);
  if (found) throw ordersNotKept(found);
}

function laneOf({ lane, actor, sessionId }: Caller): Lane {
  return lane ?? { client: `${actor.kind}|${actor.name ?? ''}`, part: sessionId };
}

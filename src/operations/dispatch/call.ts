import type { Caller } from '../../protocol/caller.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { Forges } from '../../core/forge/forges.ts';
import { noLoan } from '../../core/taskLoans.ts';
import type { Clock, IdGenerator, Logger } from '../../core/ports.ts';
import type { Project, ProjectResolver } from '../../core/project/project.ts';
import type { MemoryEvent } from '../../protocol/events.ts';
import type { IncomingText } from '../../safety/incomingText.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { OperationContext } from '../operation.ts';

export interface CallParts {
  readonly projects: ProjectResolver;
  readonly forges?: () => Forges;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly logger: Logger;
  /** What every text passes on its way in. */
  readonly incoming: IncomingText;
}

type Deferred = (unit: UnitOfWork) => Promise<void>;

/** One call while it is done, and what it wants to have told and done after that. */
export class Call {
  #events: MemoryEvent[] = [];
  #deferred: Deferred[] = [];
  #afterCommit: (() => void)[] = [];
  readonly #caller: Caller;
  readonly context: OperationContext;

  constructor(
    { clock, ids, logger, incoming, projects, forges }: CallParts,
    caller: Caller,
    project: Project | undefined,
    redacted: readonly string[],
  ) {
    this.#caller = caller;
    this.context = {
      actor: caller.actor,
      project,
      sessionId: caller.sessionId,
      from: caller.project,
      now: clock.now(),
      signal: caller.signal ?? new AbortController().signal,
      clock,
      ids,
      logger,
      redactor: incoming,
      redacted,
      projects,
      forges: forges?.() ?? [],
      lent: caller.lent ?? noLoan,
      emit: (event) => this.#events.push(event),
      defer: (work) => this.#deferred.push(work),
      afterCommit: (work) => this.#afterCommit.push(work),
    };
  }

  get events(): readonly MemoryEvent[] {
    return this.#events;
  }

  get deferred(): readonly Deferred[] {
    return this.#deferred;
  }

  get afterCommit(): readonly (() => void)[] {
    return this.#afterCommit;
  }

  /** At the start of each attempt: what an attempt that was rolled back has collected is not so. */
  begin(): void {
    this.#events = [];
    this.#deferred = [];
    this.#afterCommit = [];
    if (this.#caller.signal?.aborted)
      throw new MemoryBridgeError(
        'unavailable',
        'The call was cancelled before it was done. Nothing was written.',
      );
  }
}

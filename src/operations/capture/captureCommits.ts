import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { CaptureVisit } from '../../intake/captureVisit.ts';
import { CommitReader } from '../../intake/commitReader.ts';
import { GitError } from '../../git/git.ts';
import { placeBeforeFirst } from '../../intake/newCommits.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { Memory } from '../../core/memory/memory.ts';
import { isOff, type ModeNow } from '../../core/project/projectMode.ts';
import type { Project } from '../../core/project/project.ts';
import { shortId } from '../../core/shortId.ts';
import type { MemoryEvent } from '../../protocol/events.ts';
import type { OutputOf, ParsedInputOf } from '../../protocol/operation.ts';
import { captureCommitsOperation } from '../../protocol/operations/capture/captureCommits.ts';
import type { ServerConfig } from '../../protocol/settings/serverSettings.ts';
import { ProjectModes } from '../../projects/projectModes.ts';
import { toMemoryRecord } from '../../recall/memoryRecords.ts';
import type { Store } from '../../store/ports/store.ts';
import { CaptureSession } from '../../intake/captureSession.ts';
import { readPlaces, SliceWriter } from '../../intake/captureSlices.ts';
import { memoriesChanged } from '../../memories/memoryChanges.ts';
import type { ControlOperation, OperationContext } from '../operation.ts';
import { counted, renderRecords } from '../shared/rendering.ts';
import { Turns } from './turns.ts';

export type CaptureSettings = Pick<ServerConfig, 'captureCommits' | 'candidateExpiryDays' | 'projects'>;

type Definition = typeof captureCommitsOperation;
type Input = ParsedInputOf<Definition>;
type Output = OutputOf<Definition>;

/** How a visit ended. */
interface Visited {
  readonly read: number;
  readonly failed: number;
  readonly cursor: string | undefined;
  readonly isComplete: boolean;
}

export interface CaptureOptions {
  /** Hears of what is captured after the answer. */
  readonly emit?: (event: MemoryEvent) => void;
  /** How much one call does before it answers that there is more. */
  readonly budget?: VisitBudget;
}

export interface VisitBudget {
  readonly milliseconds: number;
  /** Memories in one answer. */
  readonly memories: number;
}

const day = 24 * 60 * 60_000;
const usualBudget: VisitBudget = { milliseconds: 3_000, memories: 500 };

/**
 * Commits become memories and candidates. What a commit says is read from git here, whatever the caller sent of its
 * text. `rewritten` needs no belief either: git tells which commits an amend or a rebase left behind.
 *
 * A visit writes in many short units of work, and at its end notes where the next one starts.
 * When there is more to read than one call should wait for, the rest is read after the answer, or by the next visit.
 */
export class CaptureCommits implements ControlOperation<Definition> {
  readonly definition = captureCommitsOperation;
  readonly #store: Store;
  readonly #config: () => CaptureSettings;
  readonly #emit: (event: MemoryEvent) => void;
  readonly #budget: VisitBudget;
  /** Two visits to one working tree would read the same. */
  readonly turns = new Turns();
  readonly #stopping = new AbortController();
  readonly #unfinished = new Map<string, Promise<void>>();

  constructor(
    store: Store,
    config: () => CaptureSettings,
    { emit = () => {}, budget = usualBudget }: CaptureOptions = {},
  ) {
    this.#store = store;
    this.#config = config;
    this.#emit = emit;
    this.#budget = budget;
  }

  async run(input: Input, context: OperationContext): Promise<Output> {
    const root = await captureRoot(input.root);
    const project = await context.projects.resolve(root);
    const session = this.#session(context);
    const visited = await this.#visitOrSkip(input, context, { root, project, session });
    const { cursor } = visited;
    if (cursor !== undefined)
      await this.#store.write(({ captures }) => captures.setCursor(project.id, root, cursor));
    const event = changesOf(session, context);
    if (event) context.emit(event);
    if (!visited.isComplete)
      context.defer(async () => {
        this.#readOn(input, context, { root, project });
      });
    const views = (memories: ReadonlyMap<string, Memory>) =>
      [...memories.values()].map((memory) => toMemoryRecord(memory, context.now));
    return {
      remembered: views(session.remembered),
      candidates: views(session.candidates),
      superseded: views(session.superseded),
      skipped: visited.read - session.news.size,
      failed: visited.failed,
      more: !visited.isComplete,
      changeId: session.size > 0 ? session.groupId : null,
      project: project.id,
    };
  }

  render(output: Output, _input: Input, context: OperationContext): string {
    const { remembered, candidates, superseded, failed, more, changeId } = output;
    const notes = [
      ...(failed > 0
        ? [`${counted(failed, 'commit')} could not be read; the log of the server says why.`]
        : []),
      ...(more ? ['There is more to read; that continues in the background.'] : []),
    ];
    if (changeId === null) return ['Nothing new in these commits.', ...notes].join(' ');
    const parts = [
      ...(remembered.length > 0 ? [`kept ${counted(remembered.length, 'memory', 'memories')}`] : []),
      ...(superseded.length > 0 ? [`superseded ${counted(superseded.length, 'memory', 'memories')}`] : []),
      ...(candidates.length > 0 ? [`put ${counted(candidates.length, 'candidate')} into the Inbox`] : []),
    ];
    const said = [`Read commits: ${parts.join(', ')}.`, ...notes, `Undo: ${shortId(changeId)}.`].join(' ');
    return `${said}\n${renderRecords([...remembered, ...superseded, ...candidates], context.now)}`;
  }

  /** Reads no further, and resolves when nothing is being written any more. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#unfinished.values());
  }

  #session({ ids, now }: OperationContext): CaptureSession {
    return new CaptureSession(ids.next(), now + this.#config().candidateExpiryDays * day);
  }

  async #visitOrSkip(
    input: Input,
    context: OperationContext,
    about: { root: string; project: Project; session: CaptureSession },
  ): Promise<Visited> {
    const { root } = about;
    try {
      return this.#config().captureCommits
        ? await this.#visit(input, context, about)
        : await skippedVisit(input, context, root);
    } catch (error) {
      throw explained(error, root);
    }
  }

  async #visit(
    input: Input,
    context: OperationContext,
    about: { root: string; project: Project; session: CaptureSession },
  ): Promise<Visited> {
    const { root, project, session } = about;
    const { redactor, logger, signal, forges } = context;
    return this.turns.take(root, async () => {
      const { offBefore } = await this.#modeOf(project, context);
      const visit = new CaptureVisit(
        {
          root,
          project,
          shas: input.commits.map(({ sha }) => sha),
          localAuthors: input.localAuthors,
          catchUp: input.catch_up,
          now: context.now,
          offBefore,
          places: await readPlaces(this.#store, root, context.now),
        },
        { store: this.#store, redactor, logger, signal, forges },
      );
      // What a repository says is no act of whoever looks: undoing one's last change passes it by.
      const reader = { ...context, actor: { ...context.actor, kind: 'system' as const } };
      const writer = new SliceWriter(this.#store, reader, { project, root, session, visit });
      const until = context.clock.monotonic() + this.#budget.milliseconds;
      try {
        for await (const slice of visit.slices()) {
          // It may have been switched off since.
          if (isOff(await this.#modeOf(project, context))) break;
          await writer.write(slice);
          signal.throwIfAborted();
          if (context.clock.monotonic() >= until || session.size >= this.#budget.memories) break;
        }
      } catch (error) {
        // What is written stays, and has to be told.
        if (session.changed.size === 0 || signal.aborted) throw error;
        logger.warn('A visit to a repository ended early and goes on later.', { reason: String(error) });
      }
      return {
        read: visit.read,
        failed: visit.failed.size,
        cursor: visit.cursor,
        isComplete: visit.isComplete,
      };
    });
  }

  async #modeOf(project: Project, { clock }: OperationContext): Promise<ModeNow> {
    const question = { initial: this.#config().projects.default, now: clock.now() };
    return this.#store.read(async (unit) => (await ProjectModes.read(unit, question)).of(project));
  }

  /** The rest of a visit, in pieces between which others may visit too. The next visit takes over what fails here. */
  #readOn(input: Input, context: OperationContext, about: { root: string; project: Project }): void {
    const { root, project } = about;
    if (this.#unfinished.has(root) || this.#stopping.signal.aborted) return;
    const work = this.#readRest(input, context, { root, project })
      .catch((error: unknown) =>
        context.logger.warn('The rest of a visit to a repository waits for the next one.', {
          reason: String(error),
        }),
      )
      .finally(() => this.#unfinished.delete(root));
    this.#unfinished.set(root, work);
  }

  async #readRest(
    input: Input,
    call: OperationContext,
    { root, project }: { root: string; project: Project },
  ): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted && this.#config().captureCommits) {
      const context = { ...call, signal, now: call.clock.now() };
      const session = this.#session(context);
      const visited = await this.#visit(input, context, { root, project, session });
      const event = changesOf(session, context);
      if (event) this.#emit(event);
      const { cursor } = visited;
      if (cursor !== undefined)
        await this.#store.write(({ captures }) => captures.setCursor(project.id, root, cursor));
      // Without anything new it would never end.
      if (visited.isComplete || session.changed.size === 0) return;
    }
  }
}

/** What a visit has changed, for those who listen. */
export const changesOf = (session: CaptureSession, { actor }: OperationContext): MemoryEvent | undefined =>
  session.action && memoriesChanged([...session.changed.values()], session.action, session.groupId, actor);

/** Switched off, the place is still noted, so that switching on does not bring what was made meanwhile. */
async function skippedVisit(input: Input, context: OperationContext, root: string): Promise<Visited> {
  const reader = new CommitReader(root, context.signal);
  const cursor = input.catch_up
    ? ((await reader.head()) ?? (await placeBeforeFirst(reader, context.now)))
    : undefined;
  return { read: input.commits.length, failed: 0, cursor, isComplete: true };
}

/** The real path of a working tree that a caller named. */
export async function captureRoot(given: string): Promise<string> {
  if (!path.isAbsolute(given))
    throw new MemoryBridgeError('invalid_input', 'Give the absolute path of the repository.');
  let root: string;
  try {
    root = await realpath(given);
    if ((await stat(root)).isDirectory()) return root;
  } catch (error) {
    throw new MemoryBridgeError('not_found', `The folder "${given}" does not exist on this machine.`, {
      cause: error,
    });
  }
  throw new MemoryBridgeError('invalid_input', `"${root}" is a file. Give the folder of the repository.`);
}

/** What git said, as something that a caller can act on. */
export function explained(error: unknown, root: string): unknown {
  if (!GitError.is(error)) return error;
  const options = { cause: error };
  switch (error.code) {
    case 'missing':
      return new MemoryBridgeError(
        'not_found',
        'Git was not found, so commits cannot be read. Install git, or put it on the PATH.',
        options,
      );
    case 'no_repository':
      return new MemoryBridgeError('invalid_input', `"${root}" is not in a git repository.`, options);
    case 'timeout':
      return new MemoryBridgeError('unavailable', `Git did not answer in "${root}". Try again in a moment.`, {
        ...options,
        retryAfter: 5,
      });
    case 'foreign_owner':
    case 'too_long':
    case 'failed':
      return new MemoryBridgeError('internal', `Git could not read "${root}": ${error.message}`, options);
  }
}

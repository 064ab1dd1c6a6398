import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { type Visit, visitRepository } from '../capture/captureVisit.ts';
import { CommitReader } from '../capture/commitReader.ts';
import { GitError } from '../capture/git.ts';
import { MemoryBridgeError } from '../core/errors.ts';
import type { Project } from '../core/project.ts';
import { shortId } from '../core/shortId.ts';
import type { OutputOf, ParsedInputOf } from '../protocol/operation.ts';
import { captureCommitsOperation } from '../protocol/operations/captureCommits.ts';
import type { ServerConfig } from '../protocol/operations/configure.ts';
import { toMemoryView } from '../recall/memoryViews.ts';
import type { Store, UnitOfWork } from '../store/repositories.ts';
import { CaptureWriter } from './captureWriter.ts';
import type { Operation, OperationContext } from './operation.ts';
import { counted, renderViews } from './rendering.ts';

type Definition = typeof captureCommitsOperation;
type Input = ParsedInputOf<Definition>;
type Output = OutputOf<Definition>;

interface Prepared {
  readonly root: string;
  readonly project: Project;
  readonly visit: Visit;
  readonly candidateExpiryDays: number;
}

/**
 * Commits become memories and candidates. What a commit says is read from git here, whatever the caller sent of its
 * text. `rewritten` needs no belief either: git tells which commits an amend or a rebase left behind.
 */
export class CaptureCommits implements Operation<Definition, Prepared> {
  readonly definition = captureCommitsOperation;
  readonly #store: Store;
  readonly #config: () => Pick<ServerConfig, 'captureCommits' | 'candidateExpiryDays'>;

  /** `store` is read before the unit of work, to know what to ask git. */
  constructor(store: Store, config: () => Pick<ServerConfig, 'captureCommits' | 'candidateExpiryDays'>) {
    this.#store = store;
    this.#config = config;
  }

  async prepare(input: Input, context: OperationContext): Promise<Prepared> {
    const root = await rootOf(input.root);
    const project = await context.projects.resolve(root);
    const { captureCommits, candidateExpiryDays } = this.#config();
    try {
      const visit = captureCommits
        ? await this.#visit(input, context, root, project)
        : await skippedVisit(input, context, root);
      return { root, project, candidateExpiryDays, visit };
    } catch (error) {
      throw explained(error, root);
    }
  }

  #visit(input: Input, context: OperationContext, root: string, project: Project): Promise<Visit> {
    const shas = input.commits.map(({ sha }) => sha);
    const { localAuthors, catch_up: catchUp } = input;
    const { redactor, logger, signal } = context;
    return visitRepository(
      { root, project, shas, localAuthors, catchUp, now: context.now },
      { store: this.#store, redactor, logger, signal },
    );
  }

  async run(
    _input: Input,
    context: OperationContext,
    unit: UnitOfWork,
    { root, project, visit, candidateExpiryDays }: Prepared,
  ): Promise<Output> {
    const writer = new CaptureWriter(unit, context, project, candidateExpiryDays);
    let news = 0;
    for (const commit of visit.commits) if (await writer.write(commit)) news++;
    if (visit.cursor !== undefined) await unit.captures.setCursor(project.id, root, visit.cursor);
    writer.announce();
    const remembered = [...writer.remembered.values()].map((memory) => toMemoryView(memory, context.now));
    const candidates = [...writer.candidates.values()].map((memory) => toMemoryView(memory, context.now));
    return {
      remembered,
      candidates,
      skipped: visit.read - news,
      changeId: remembered.length + candidates.length > 0 ? writer.groupId : null,
      project: project.id,
    };
  }

  render({ remembered, candidates, changeId }: Output, _input: Input, context: OperationContext): string {
    if (changeId === null) return 'Nothing new in these commits.';
    const parts = [
      ...(remembered.length > 0 ? [`kept ${counted(remembered.length, 'memory', 'memories')}`] : []),
      ...(candidates.length > 0 ? [`put ${counted(candidates.length, 'candidate')} into the Inbox`] : []),
    ];
    return `Read commits: ${parts.join(', ')}. Undo: ${shortId(changeId)}.\n${renderViews([...remembered, ...candidates], context.now)}`;
  }
}

/** Switched off, the place is still noted, so that switching on does not bring what was made meanwhile. */
async function skippedVisit(input: Input, context: OperationContext, root: string): Promise<Visit> {
  const cursor = input.catch_up ? await new CommitReader(root, context.signal).head() : undefined;
  return { commits: [], read: input.commits.length, cursor };
}

async function rootOf(given: string): Promise<string> {
  if (!path.isAbsolute(given))
    throw new MemoryBridgeError('invalid_input', 'Give the absolute path of the repository.');
  try {
    return await realpath(given);
  } catch (error) {
    throw new MemoryBridgeError('not_found', `The folder "${given}" does not exist on this machine.`, {
      cause: error,
    });
  }
}

function explained(error: unknown, root: string): unknown {
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
    case 'failed':
      return new MemoryBridgeError('internal', `Git could not read "${root}": ${error.message}`, options);
  }
}

import path from 'node:path';
import { MemoryBridgeError } from '../core/errors.ts';
import type { Clock, Logger } from '../core/ports.ts';
import type { Caller } from '../protocol/caller.ts';
import { captureCommitsOperation } from '../protocol/operations/capture/captureCommits.ts';

export interface RepositoryVisitsParts {
  readonly dispatch: (name: string, input: unknown, caller: Caller) => Promise<unknown>;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly logger: Logger;
  /** The setting `captureCommits`. */
  readonly isOn: () => boolean;
}

const minute = 60_000;

/** After so long a folder is visited again, ms, by what is said from it. At the end of a session there is always news. */
const rests: Readonly<Record<string, number>> = {
  session_wrap_up: 0,
  session_end: 0,
  log_session: 0,
  session_start: minute / 4,
  session_continue: minute / 4,
  get_boot_context: minute / 4,
};
const usualRest = 10 * minute;
/** So long after it was last heard of an editor is taken to be open, ms. */
const editorLife = 60 * minute;
const mostFolders = 200;

/**
 * Has commits read when somebody works in a repository and no editor looks at it: agents say at their first call, or when a
 * session begins or ends, where they are.
 */
export class RepositoryVisits {
  readonly #parts: RepositoryVisitsParts;
  readonly #visitedAt = new Map<string, number>();
  /**
   * When an editor was last heard of. It reads the commits of its own folders and tells the person what came of them; where it
   * does not trust a folder, nobody is to read there. What is its own it does not say before it has read it.
   */
  #editorAt = -Infinity;
  readonly #underway = new Set<Promise<void>>();
  #isOver = false;

  constructor(parts: RepositoryVisitsParts) {
    this.#parts = parts;
  }

  /** A call was answered. Returns at once. */
  heard(name: string, { actor, project: folder }: Pick<Caller, 'actor' | 'project'>): void {
    const now = this.#parts.clock.monotonic();
    if (actor.kind === 'editor') this.#editorAt = now;
    if (now - this.#editorAt < editorLife) return;
    if (folder === undefined || !path.isAbsolute(folder) || this.#isOver) return;
    const counts = actor.kind === 'agent' || (actor.kind !== 'system' && Object.hasOwn(rests, name));
    if (!counts || !this.#parts.isOn()) return;
    const last = this.#visitedAt.get(folder);
    if (last !== undefined && now - last < (rests[name] ?? usualRest)) return;
    this.#note(folder, now);
    const visit = this.#visit(folder).finally(() => this.#underway.delete(visit));
    this.#underway.add(visit);
  }

  /** Begins no more, and resolves when none is under way. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#underway);
  }

  /** Forgets the oldest of too many. */
  #note(folder: string, now: number): void {
    this.#visitedAt.delete(folder);
    this.#visitedAt.set(folder, now);
    const [oldest] = this.#visitedAt.keys();
    if (this.#visitedAt.size > mostFolders && oldest !== undefined) this.#visitedAt.delete(oldest);
  }

  async #visit(root: string): Promise<void> {
    try {
      await this.#parts.dispatch(
        captureCommitsOperation.name,
        { root, catch_up: true },
        { actor: { kind: 'system', name: 'capture' }, project: root, withoutText: true },
      );
    } catch (error) {
      // Most folders are repositories in which memory is on. Of the others nobody needs to hear.
      const isNone = MemoryBridgeError.is(error, 'invalid_input', 'not_found', 'forbidden');
      if (!isNone) this.#parts.logger.warn('A repository could not be visited.', { reason: String(error) });
    }
  }
}

import { CaptureLedger } from './captureLedger.ts';
import { cleanPaths } from './cleanNames.ts';
import type { Commit } from './commitLog.ts';
import { namedCommits, newCommits } from './newCommits.ts';
import { latestChanges, type RecordChange } from './recordChanges.ts';
import { findVanished } from './vanished.ts';
import { VisitDesk, type VisitPorts, type VisitRequest } from './visitDesk.ts';
import { readRecords } from './visitRecords.ts';
import type { Slice } from './visitSlices.ts';
import { readWords } from './visitWords.ts';

/**
 * Reads what a repository has to say, without writing anything, in slices that are written before the next one is
 * read: one commit may hold thousands of records. What the messages say comes first, for all commits, and then the
 * records, so that a large commit keeps no later one waiting. A commit that cannot be read is passed over with a word
 * in the log, and so is one at which three visits ended, whatever ended them.
 */
export class CaptureVisit {
  /** Commits looked at. */
  read = 0;
  /** Where the next visit starts; undefined when it starts where this one did. */
  cursor: string | undefined;
  /** Whether nothing is left to be read. */
  isComplete = false;
  readonly #desk: VisitDesk;

  constructor(request: VisitRequest, ports: VisitPorts) {
    this.#desk = new VisitDesk(request, ports);
  }

  /** Commits that were passed over, in part or as a whole. */
  get failed(): ReadonlySet<string> {
    return this.#desk.failed;
  }

  /** See `VisitDesk.passOver`: for whoever cannot write what was read. */
  passOver(sha: string, error: unknown): void {
    this.#desk.passOver(sha, error);
  }

  async *slices(): AsyncGenerator<Slice> {
    const { commits, cursor } = await this.#unread();
    this.read = commits.length;
    const changes = await this.#recordChanges(commits);
    yield* readWords(this.#desk, commits, changes);
    yield* readRecords(this.#desk, commits, changes);
    const { request, ports, reader } = this.#desk;
    const gone = request.isHistory ? [] : await findVanished(reader, request.project, ports);
    const { words, records } = request.places;
    if (gone.length > 0 || words || records) yield this.#desk.slice(gone);
    this.cursor = cursor;
    this.isComplete = true;
  }

  async #unread(): Promise<{ commits: readonly Commit[]; cursor: string | undefined }> {
    const { request, ports, reader } = this.#desk;
    const ledger = <T>(read: (ledger: CaptureLedger) => Promise<T>): Promise<T> =>
      ports.store.read((unit) => read(new CaptureLedger(unit.captures, request.project)));
    const missed = request.isHistory
      ? {
          commits: (await reader.head()) === undefined ? [] : await reader.all(),
          cursor: undefined,
        }
      : request.catchUp
        ? await newCommits(
            reader,
            await ledger((each) => each.cursor(request.root)),
            request.now,
            ports.logger,
          )
        : { commits: [], cursor: undefined };
    const bySha = new Map(missed.commits.map((commit) => [commit.sha, commit]));
    for (const commit of await namedCommits(reader, request.shas)) bySha.set(commit.sha, commit);
    // Git tells times in whole seconds.
    const { offBefore = null } = request;
    for (const { sha, committedAt } of bySha.values())
      if (offBefore !== null && committedAt < offBefore) bySha.delete(sha);
    const commits = await ledger(async (each) => {
      const unread: Commit[] = [];
      for (const commit of bySha.values()) if (!(await each.hasCommit(commit.sha))) unread.push(commit);
      return unread;
    });
    return { commits, cursor: missed.cursor };
  }

  async #recordChanges(commits: readonly Commit[]): Promise<Map<string, RecordChange[]>> {
    const { reader, ports } = this.#desk;
    // Of a commit before which nothing was fetched everything looks new.
    const ends = commits.some(({ parents }) => parents.length === 0) ? await reader.shallowEnds() : new Set();
    const known = commits.map(({ sha }) => sha).filter((sha) => !ends.has(sha));
    const changes = await reader.recordChanges(known, (sha, error) => this.passOver(sha, error));
    return latestChanges(await cleanPaths(changes, ports.redactor), commits);
  }
}

import { MemoryBridgeError } from '../core/errors.ts';
import type { Logger, Redactor } from '../core/ports.ts';
import type { Project } from '../core/project/project.ts';
import type { Store } from '../store/ports/store.ts';
import { CaptureLedger, wordsSlot } from './captureLedger.ts';
import { cleanPaths } from './cleanNames.ts';
import {
  type CommitOrigin,
  type StatementContext,
  originOf,
  recordStatement,
  saysSomething,
  subjectOf,
  trailerStatements,
} from './commitStatements.ts';
import { type Commit, CommitReader } from './commitReader.ts';
import { type CommitChange, emptyChange } from './commitChanges.ts';
import { GitError } from '../git/git.ts';
import { isEmptyBlob } from '../git/gitObjects.ts';
import { localCommits } from './localCommits.ts';
import { type Link, linkCommits } from './linkCommits.ts';
import { linkRecords } from './linkRecords.ts';
import { namedCommits, newCommits } from './newCommits.ts';
import { latestChanges, type RecordChange } from './recordChanges.ts';
import { revertEffects, revertsIn } from './reverts.ts';
import { findVanished } from './vanished.ts';
import { type Places, VisitPlace } from './visitPlace.ts';
import { type Piece, type Read, type Slice, SliceBuilder } from './visitSlices.ts';

export interface VisitRequest {
  /** Real path of a working tree. */
  readonly root: string;
  readonly project: Project;
  /** Commits that the editor saw being made or fetched. */
  readonly shas: readonly string[];
  readonly localAuthors: readonly string[];
  readonly catchUp: boolean;
  /** What was there before the first visit, of which nothing is taken for said just now: all of it is asked about. */
  readonly isHistory?: boolean;
  readonly now: number;
  /** Where the last visit was when it ended too soon. */
  readonly places: Places;
}

export interface VisitPorts {
  readonly store: Store;
  readonly redactor: Redactor;
  readonly logger: Logger;
  readonly signal?: AbortSignal | undefined;
}

/** Commits whose changes are asked for together. */
const changesAtOnce = 50;
/** Records whose texts are read together. */
const recordsAtOnce = 200;

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
  /** Commits that were passed over, in part or as a whole. */
  readonly failed = new Set<string>();
  readonly #request: VisitRequest;
  readonly #ports: VisitPorts;
  readonly #reader: CommitReader;
  readonly #context: StatementContext;
  readonly #places: Readonly<Record<keyof Places, VisitPlace>>;

  constructor(request: VisitRequest, ports: VisitPorts) {
    this.#request = request;
    this.#ports = ports;
    this.#reader = new CommitReader(request.root, ports.signal);
    this.#places = {
      words: new VisitPlace(request.places.words),
      records: new VisitPlace(request.places.records),
    };
    this.#context = {
      redactor: ports.redactor,
      projectId: request.project.id,
      now: request.now,
      isLocal: request.isHistory ? async () => false : localCommits(this.#reader, request.localAuthors),
    };
  }

  async *slices(): AsyncGenerator<Slice> {
    const { commits, cursor } = await this.#unread();
    this.read = commits.length;
    const changes = await this.#recordChanges(commits);
    yield* this.#words(commits, changes);
    yield* this.#records(commits, changes);
    const gone = this.#request.isHistory
      ? []
      : await findVanished(this.#reader, this.#request.project, this.#ports);
    const { words, records } = this.#request.places;
    if (gone.length > 0 || words || records) yield this.#slice(gone);
    this.cursor = cursor;
    this.isComplete = true;
  }

  async #unread(): Promise<{ commits: readonly Commit[]; cursor: string | undefined }> {
    const { request, ports } = { request: this.#request, ports: this.#ports };
    const ledger = <T>(read: (ledger: CaptureLedger) => Promise<T>): Promise<T> =>
      ports.store.read((unit) => read(new CaptureLedger(unit.captures, request.project)));
    const missed = request.isHistory
      ? {
          commits: (await this.#reader.head()) === undefined ? [] : await this.#reader.all(),
          cursor: undefined,
        }
      : request.catchUp
        ? await newCommits(
            this.#reader,
            await ledger((each) => each.cursor(request.root)),
            request.now,
            ports.logger,
          )
        : { commits: [], cursor: undefined };
    const bySha = new Map(missed.commits.map((commit) => [commit.sha, commit]));
    for (const commit of await namedCommits(this.#reader, request.shas)) bySha.set(commit.sha, commit);
    const commits = await ledger(async (each) => {
      const unread: Commit[] = [];
      for (const commit of bySha.values()) if (!(await each.hasCommit(commit.sha))) unread.push(commit);
      return unread;
    });
    return { commits, cursor: missed.cursor };
  }

  async #recordChanges(commits: readonly Commit[]): Promise<Map<string, RecordChange[]>> {
    // Of a commit before which nothing was fetched everything looks new.
    const ends = commits.some(({ parents }) => parents.length === 0)
      ? await this.#reader.shallowEnds()
      : new Set();
    const known = commits.map(({ sha }) => sha).filter((sha) => !ends.has(sha));
    const changes = await this.#reader.recordChanges(known, (sha, error) => this.passOver(sha, error));
    return latestChanges(await cleanPaths(changes, this.#ports.redactor), commits);
  }

  /** What the messages say. */
  async *#words(
    commits: readonly Commit[],
    records: ReadonlyMap<string, readonly RecordChange[]>,
  ): AsyncGenerator<Slice> {
    const unread = await this.#withoutRead(commits, records);
    const place = this.#places.words;
    place.moveTo(unread[0]?.sha);
    if (unread.length > 0) yield this.#slice([]);
    const slices = new SliceBuilder();
    for (let at = 0; at < unread.length; at += changesAtOnce) {
      const group = unread.slice(at, at + changesAtOnce);
      const changes = await this.#reader.changes(group.filter(saysSomething).map(({ sha }) => sha));
      for (const [index, commit] of group.entries()) {
        const read = records.has(commit.sha) ? 'words' : 'all';
        const change = changes.get(commit.sha) ?? emptyChange;
        const instead: Piece = { kind: 'seen', sha: commit.sha, read };
        await slices.add(
          await this.#attempt(place, commit.sha, instead, () => this.#wordsOf(commit, read, change)),
        );
        const next = unread[at + index + 1];
        if (next && !slices.isFull && !place.isCareful) continue;
        place.moveTo(next?.sha);
        yield this.#slice(await linkCommits(slices.take(), this.#links()));
      }
    }
  }

  /** Those whose messages were not read by a visit that ended before their records were. */
  async #withoutRead(commits: readonly Commit[], records: ReadonlyMap<string, unknown>): Promise<Commit[]> {
    const slots = new Map(commits.map((commit) => [wordsSlot(commit.sha), commit]));
    const read = await this.#ports.store.read((unit) =>
      new CaptureLedger(unit.captures, this.#request.project).findAll([...slots.keys()]),
    );
    return [...slots]
      .filter(([slot, { sha }]) => !read.has(slot) || !records.has(sha))
      .map(([, commit]) => commit);
  }

  async #wordsOf(commit: Commit, read: Read, change: CommitChange): Promise<Piece> {
    if (commit.isCut) throw new Error('The message is too long to be read.');
    const statements = saysSomething(commit) ? await trailerStatements(commit, change, this.#context) : [];
    const reverts = revertsIn(commit.message);
    return {
      kind: 'commit',
      sha: commit.sha,
      patchId: change.patchId,
      read,
      origin: await originOf(commit, this.#context),
      subject: (commit.message.split('\n', 1)[0] ?? '').slice(0, 200),
      parents: commit.parents,
      authored: { authorEmail: commit.authorEmail, authoredAt: commit.authoredAt },
      statements,
      reverts: reverts.length === 0 ? [] : await revertEffects(reverts, this.#reader),
    };
  }

  /** What the decision records say, commit by commit. */
  async *#records(
    commits: readonly Commit[],
    records: ReadonlyMap<string, readonly RecordChange[]>,
  ): AsyncGenerator<Slice> {
    const place = this.#places.records;
    const resumed = this.#request.places.records?.at;
    const pending = commits.flatMap((commit) => {
      const all = records.get(commit.sha) ?? [];
      const from = all.findIndex(({ path }) => itemOf(commit.sha, path) === resumed);
      return all.length === 0 ? [] : [{ commit, changes: all.slice(Math.max(0, from)) }];
    });
    const firstOf = (each: (typeof pending)[number] | undefined): string | undefined =>
      each?.changes[0] && itemOf(each.commit.sha, each.changes[0].path);
    place.moveTo(firstOf(pending[0]));
    if (pending.length > 0) yield this.#slice([]);
    for (const [index, { commit, changes }] of pending.entries())
      yield* this.#recordsOf(commit, changes, firstOf(pending[index + 1]));
  }

  async *#recordsOf(
    commit: Commit,
    pending: readonly RecordChange[],
    nextItem: string | undefined,
  ): AsyncGenerator<Slice> {
    const { sha } = commit;
    const place = this.#places.records;
    const slices = new SliceBuilder();
    const change = (await this.#reader.changes([sha])).get(sha) ?? emptyChange;
    const origin = await originOf(commit, this.#context);
    const about = { commit, change, subject: await this.#subjectOf(commit) };
    for (let at = 0; at < pending.length; at += recordsAtOnce) {
      const group = pending.slice(at, at + recordsAtOnce);
      const texts = await this.#reader.texts(group.flatMap(({ blob }) => (blob === undefined ? [] : [blob])));
      for (const [index, record] of group.entries()) {
        await slices.add(
          await this.#attempt(place, itemOf(sha, record.path), { kind: 'seen', sha }, () =>
            this.#recordOf(about, record, texts, origin),
          ),
        );
        const next = pending[at + index + 1];
        if (next && !slices.isFull && !place.isCareful) continue;
        if (!next) await slices.add({ kind: 'seen', sha, read: 'all' });
        place.moveTo(next ? itemOf(sha, next.path) : nextItem);
        yield this.#slice(await linkRecords(slices.take(), this.#links()));
      }
    }
  }

  async #subjectOf(commit: Commit): Promise<string> {
    try {
      return await subjectOf(commit, this.#ports.redactor);
    } catch (error) {
      this.passOver(commit.sha, error);
      return '';
    }
  }

  async #recordOf(
    about: { commit: Commit; subject: string; change: CommitChange },
    record: RecordChange,
    texts: ReadonlyMap<string, string>,
    origin: CommitOrigin,
  ): Promise<Piece> {
    const { sha } = about.commit;
    const { path, from, blob } = record;
    if (blob === undefined) return { kind: 'deletion', sha, path, from, origin };
    const text = texts.get(blob);
    if (text === undefined && !isEmptyBlob(blob))
      throw new Error('A decision record is too long to be read, or is not there.');
    const statement =
      text === undefined ? undefined : await recordStatement(about, record, text, this.#context);
    return statement ? { kind: 'record', sha, statement, origin } : { kind: 'seen', sha };
  }

  #links(): Link {
    return { reader: this.#reader, store: this.#ports.store, project: this.#request.project };
  }

  #slice(pieces: readonly Piece[]): Slice {
    const { words, records } = this.#places;
    return { pieces, places: { words: words.current, records: records.current } };
  }

  async #attempt(
    place: VisitPlace,
    item: string,
    instead: Piece,
    read: () => Promise<Piece>,
  ): Promise<Piece> {
    try {
      if (place.isGivenUp(item)) throw new Error('Too many visits ended here.');
      return await read();
    } catch (error) {
      this.passOver(instead.sha, error);
      return instead;
    }
  }

  /** Of many failures of one commit the first is told. Throws what is no commit's fault. */
  passOver(sha: string, error: unknown): void {
    const isOurs =
      GitError.is(error, 'missing', 'no_repository', 'foreign_owner') ||
      MemoryBridgeError.is(
        error,
        'corrupt',
        'disk_full',
        'read_only',
        'unavailable',
        'draining',
        'owner_elsewhere',
      );
    if (isOurs || this.#ports.signal?.aborted) throw error;
    if (!this.failed.has(sha))
      this.#ports.logger.warn('A commit could not be captured and is passed over.', {
        commit: sha,
        reason: error instanceof Error ? error.message : String(error),
      });
    this.failed.add(sha);
  }
}

const itemOf = (sha: string, path: string): string => `${sha}:${path}`;

import { MemoryBridgeError } from '../core/errors.ts';
import type { Logger, Redactor } from '../core/ports.ts';
import type { Project } from '../core/project.ts';
import type { Store } from '../store/repositories.ts';
import { CaptureLedger } from './captureLedger.ts';
import {
  type CommitOrigin,
  type FindingContext,
  originOf,
  recordFinding,
  saysSomething,
  subjectOf,
  trailerFindings,
} from './commitFindings.ts';
import { type Commit, CommitReader } from './commitReader.ts';
import { type CommitChange, emptyChange } from './commitChanges.ts';
import { GitError } from './git.ts';
import { localCommits } from './localCommits.ts';
import { type Link, linkCommits } from './linkCommits.ts';
import { linkRecords } from './linkRecords.ts';
import { namedCommits, newCommits } from './newCommits.ts';
import type { RecordChange } from './recordChanges.ts';
import { revertEffects, revertsIn } from './reverts.ts';
import { findVanished } from './vanished.ts';
import { type Piece, type Places, type Slice, SliceBuilder } from './visitSlices.ts';

export interface VisitRequest {
  /** Real path of a working tree. */
  readonly root: string;
  readonly project: Project;
  /** Commits that the editor saw being made or fetched. */
  readonly shas: readonly string[];
  readonly localAuthors: readonly string[];
  readonly catchUp: boolean;
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
/** How often a visit may begin with what the last one ended at. */
const mostTries = 3;

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
  readonly #context: FindingContext;
  #places: Places;

  constructor(request: VisitRequest, ports: VisitPorts) {
    this.#request = request;
    this.#ports = ports;
    this.#reader = new CommitReader(request.root, ports.signal);
    this.#places = request.places;
    this.#context = {
      redactor: ports.redactor,
      projectId: request.project.id,
      now: request.now,
      isLocal: localCommits(this.#reader, request.localAuthors),
    };
  }

  async *slices(): AsyncGenerator<Slice> {
    const { commits, cursor } = await this.#unread();
    this.read = commits.length;
    const changes = await this.#recordChanges(commits);
    yield* this.#words(commits, changes);
    yield* this.#records(commits, changes);
    const gone = await findVanished(this.#reader, this.#request.project, this.#ports);
    if (gone.length > 0 || this.#places.words || this.#places.records) yield { pieces: gone, places: {} };
    this.cursor = cursor;
    this.isComplete = true;
  }

  async #unread(): Promise<{ commits: readonly Commit[]; cursor: string | undefined }> {
    const { request, ports } = { request: this.#request, ports: this.#ports };
    const ledger = <T>(read: (ledger: CaptureLedger) => Promise<T>): Promise<T> =>
      ports.store.read((unit) => read(new CaptureLedger(unit.captures, request.project)));
    const missed = request.catchUp
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
    return latestChanges(changes, commits);
  }

  /** What the messages say. */
  async *#words(
    commits: readonly Commit[],
    records: ReadonlyMap<string, readonly RecordChange[]>,
  ): AsyncGenerator<Slice> {
    const tries = this.#triesOf('words', commits[0]?.sha);
    const slices = new SliceBuilder(tries > 1);
    const [first] = commits;
    if (first) yield this.#begin('words', first.sha, tries);
    for (let at = 0; at < commits.length; at += changesAtOnce) {
      const group = commits.slice(at, at + changesAtOnce);
      const speaking = group.filter(saysSomething).map(({ sha }) => sha);
      const changes = await this.#reader.changes(speaking);
      for (const [index, commit] of group.entries()) {
        const isLast = !records.has(commit.sha);
        const tooOften = commit === first && tries > mostTries;
        slices.add(
          await this.#attempt(commit.sha, tooOften, { kind: 'seen', sha: commit.sha, isLast }, async () => {
            if (commit.isCut) throw new Error('The message is too long to be read.');
            return this.#wordsOf(commit, isLast, changes.get(commit.sha) ?? emptyChange);
          }),
        );
        const next = group[index + 1] ?? commits[at + changesAtOnce];
        if (next && !slices.isFull) continue;
        this.#places = { ...this.#places, words: next && { item: next.sha, tries: 1 } };
        yield this.#take(await linkCommits(slices.take(), this.#links()));
      }
    }
  }

  async #wordsOf(commit: Commit, isLast: boolean, change: CommitChange): Promise<Piece> {
    const findings = saysSomething(commit) ? await trailerFindings(commit, change, this.#context) : [];
    const reverts = revertsIn(commit.message);
    return {
      kind: 'commit',
      sha: commit.sha,
      patchId: change.patchId,
      isLast,
      origin: await originOf(commit, this.#context),
      authored: { authorEmail: commit.authorEmail, authoredAt: commit.authoredAt },
      findings,
      reverts: reverts.length === 0 ? [] : await revertEffects(reverts, this.#reader),
    };
  }

  /** What the decision records say, commit by commit. */
  async *#records(
    commits: readonly Commit[],
    records: ReadonlyMap<string, readonly RecordChange[]>,
  ): AsyncGenerator<Slice> {
    const resumed = this.#request.places.records?.item;
    let isFirst = true;
    for (const commit of commits) {
      const all = records.get(commit.sha);
      if (!all) continue;
      const from = Math.max(
        0,
        all.findIndex(({ path }) => itemOf(commit.sha, path) === resumed),
      );
      const pending = all.slice(from);
      const item = pending[0] && itemOf(commit.sha, pending[0].path);
      const tries = isFirst ? this.#triesOf('records', item) : 1;
      if (isFirst && item !== undefined) yield this.#begin('records', item, tries);
      isFirst = false;
      yield* this.#recordsOf(commit, pending, tries);
    }
  }

  async *#recordsOf(commit: Commit, pending: readonly RecordChange[], tries: number): AsyncGenerator<Slice> {
    const slices = new SliceBuilder(tries > 1);
    const change = (await this.#reader.changes([commit.sha])).get(commit.sha) ?? emptyChange;
    const origin = await originOf(commit, this.#context);
    const about = { commit, change, subject: await subjectOf(commit, this.#ports.redactor) };
    for (let at = 0; at < pending.length; at += recordsAtOnce) {
      const group = pending.slice(at, at + recordsAtOnce);
      const texts = await this.#reader.texts(group.flatMap(({ blob }) => (blob === undefined ? [] : [blob])));
      for (const [index, record] of group.entries()) {
        const tooOften = at + index === 0 && tries > mostTries;
        const nothing: Piece = { kind: 'seen', sha: commit.sha, isLast: false };
        slices.add(
          await this.#attempt(commit.sha, tooOften, nothing, async () => {
            const text = record.blob === undefined ? undefined : texts.get(record.blob);
            if (record.blob !== undefined && text === undefined) {
              if (isEmptyBlob(record.blob)) return nothing;
              throw new Error('A decision record is too long to be read, or is not there.');
            }
            return this.#recordOf(about, record, text, origin);
          }),
        );
        const next = pending[at + index + 1];
        if (next && !slices.isFull) continue;
        if (!next) slices.add({ kind: 'seen', sha: commit.sha, isLast: true });
        this.#places = {
          ...this.#places,
          records: next && { item: itemOf(commit.sha, next.path), tries: 1 },
        };
        yield this.#take(await linkRecords(slices.take(), this.#links()));
      }
    }
  }

  async #recordOf(
    about: { commit: Commit; subject: string; change: CommitChange },
    record: RecordChange,
    text: string | undefined,
    origin: CommitOrigin,
  ): Promise<Piece> {
    const { sha } = about.commit;
    if (text === undefined) return { kind: 'deletion', sha, path: record.path, from: record.from, origin };
    const finding = await recordFinding(about, record, text, this.#context);
    return finding ? { kind: 'record', sha, finding, origin } : { kind: 'seen', sha, isLast: false };
  }

  #links(): Link {
    return { reader: this.#reader, store: this.#ports.store, project: this.#request.project };
  }

  /** How often visits have begun here, this one included. */
  #triesOf(part: keyof Places, item: string | undefined): number {
    const place = this.#request.places[part];
    return place && place.item === item ? place.tries + 1 : 1;
  }

  #begin(part: keyof Places, item: string, tries: number): Slice {
    this.#places = { ...this.#places, [part]: { item, tries } };
    return { pieces: [], places: this.#places };
  }

  #take(pieces: readonly Piece[]): Slice {
    return { pieces, places: this.#places };
  }

  async #attempt(sha: string, tooOften: boolean, instead: Piece, read: () => Promise<Piece>): Promise<Piece> {
    try {
      if (tooOften) throw new Error(`${mostTries} visits ended here.`);
      return await read();
    } catch (error) {
      this.passOver(sha, error);
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

/** Of SHA-1 and of SHA-256. */
const isEmptyBlob = (id: string): boolean => /^(?:e69de29bb2d1d643|473a0f4c3be8a936)/.test(id);

/** Of a record that several commits changed only the last text counts; where it stood before all of them is kept. */
function latestChanges(
  changes: ReadonlyMap<string, readonly RecordChange[]>,
  commits: readonly Commit[],
): Map<string, RecordChange[]> {
  const later = new Map<string, { from: string[] }>();
  const latest = new Map<string, RecordChange[]>();
  for (const { sha } of commits.toReversed()) {
    const kept: RecordChange[] = [];
    for (const change of changes.get(sha) ?? []) {
      const known = later.get(change.path);
      if (known) {
        known.from.push(...change.from);
        continue;
      }
      const own = { ...change, from: [...change.from] };
      later.set(change.path, own);
      kept.push(own);
    }
    if (kept.length > 0) latest.set(sha, kept);
  }
  return latest;
}

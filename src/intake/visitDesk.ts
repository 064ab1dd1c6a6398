import type { Forges } from '../core/forge/forges.ts';
import { MemoryBridgeError } from '../core/errors.ts';
import type { Logger, Redactor } from '../core/ports.ts';
import type { Project } from '../core/project/project.ts';
import { GitError } from '../git/git.ts';
import type { Store } from '../store/ports/store.ts';
import { CommitReader } from './commitReader.ts';
import { originOf, type StatementContext } from './commitStatements.ts';
import type { Link } from './linkCommits.ts';
import { localCommits } from './localCommits.ts';
import { type Places, VisitPlace } from './visitPlace.ts';
import type { Piece, Slice } from './visitSlices.ts';

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
  /** What is as old as this was made while memory was off, ms: it is passed over. */
  readonly offBefore?: number | null;
  /** Where the last visit was when it ended too soon. */
  readonly places: Places;
}

export interface VisitPorts {
  readonly store: Store;
  readonly redactor: Redactor;
  readonly logger: Logger;
  readonly forges?: Forges | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What the parts of one visit work with: what it reads, where it is, and what it had to pass over. */
export class VisitDesk {
  /** Commits that were passed over, in part or as a whole. */
  readonly failed = new Set<string>();
  readonly request: VisitRequest;
  readonly ports: VisitPorts;
  readonly reader: CommitReader;
  readonly context: StatementContext;
  readonly places: Readonly<Record<keyof Places, VisitPlace>>;

  constructor(request: VisitRequest, ports: VisitPorts) {
    this.request = request;
    this.ports = ports;
    this.reader = new CommitReader(request.root, ports.signal);
    this.places = {
      words: new VisitPlace(request.places.words),
      records: new VisitPlace(request.places.records),
    };
    this.context = {
      redactor: ports.redactor,
      projectId: request.project.id,
      now: request.now,
      forges: ports.forges,
      isLocal: request.isHistory ? async () => false : localCommits(this.reader, request.localAuthors),
    };
  }

  /** What links pieces to memories. */
  get link(): Link {
    const { reader, context } = this;
    return {
      reader,
      store: this.ports.store,
      project: this.request.project,
      originOf: async (sha) => {
        const [commit] = await reader.read([sha]);
        return commit && originOf(commit, context);
      },
    };
  }

  /** What is to be written now, with the place at which the next visit would go on. */
  slice(pieces: readonly Piece[]): Slice {
    const { words, records } = this.places;
    return { pieces, places: { words: words.current, records: records.current } };
  }

  /** Reads one thing; what cannot be read, or ended too many visits, is passed over with `instead`. */
  async attempt(place: VisitPlace, item: string, instead: Piece, read: () => Promise<Piece>): Promise<Piece> {
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
    if (isOurs || this.ports.signal?.aborted) throw error;
    if (!this.failed.has(sha))
      this.ports.logger.warn('A commit could not be captured and is passed over.', {
        commit: sha,
        reason: error instanceof Error ? error.message : String(error),
      });
    this.failed.add(sha);
  }
}

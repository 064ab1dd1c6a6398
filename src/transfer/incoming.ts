import type { Turn } from '../core/conversation/turn.ts';
import type { Change } from '../core/memory/history.ts';
import type { Category, Memory, Scope, Source, Status, Trust } from '../core/memory/memory.ts';
import type { RelationKind } from '../core/memory/memoryLink.ts';
import type { Origin } from '../store/ports/originRepository.ts';
import type { RowSection, TransferRow } from '../store/ports/transferRepository.ts';

/** Which project something of another system belongs to, as far as that system knows: by the first of these that leads anywhere. */
export interface IncomingProject {
  /** A folder on this machine. */
  readonly folder?: string | undefined;
  /** What the other system calls it: `owner-repo`, `group/project`, the hash of the root commit, a plain name. */
  readonly name?: string | undefined;
}

/** A link as the other system has it, to an id of its own. */
export interface IncomingLink {
  readonly kind: RelationKind;
  readonly to: string;
  readonly strength?: number | undefined;
  readonly reason?: string | undefined;
  readonly at?: number | undefined;
}

/** A memory of another system. What is left out it does not know. Times in ms. */
export interface IncomingMemory {
  readonly kind: 'memory';
  /** Its id there, by which it goes on being found and by which a second import knows it again. */
  readonly ref: string;
  /** More ids under which people know it, e.g. `mem0:1a2b3c4d`. */
  readonly otherRefs?: readonly string[] | undefined;
  readonly category: Category;
  readonly scope?: Scope | undefined;
  readonly project?: IncomingProject | undefined;
  readonly session?: string | undefined;
  readonly title?: string | undefined;
  readonly content: string;
  readonly what?: string | undefined;
  readonly why?: string | undefined;
  readonly learned?: string | undefined;
  /** References and names as written there. */
  readonly entities?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
  /** Tags as they stand in the text, with their mark: `#2026` is no issue there. */
  readonly tagMarks?: readonly string[] | undefined;
  /** Where it came from there; the importer adds nothing about itself: that is what origins are for. */
  readonly source?: Partial<Source> | undefined;
  readonly trust?: Trust | undefined;
  readonly confidence?: number | undefined;
  readonly pinned?: boolean | undefined;
  readonly status?: Status | undefined;
  /** Why it was archived. */
  readonly archiveReason?: string | undefined;
  readonly createdAt?: number | undefined;
  readonly updatedAt?: number | undefined;
  readonly resolvedAt?: number | undefined;
  readonly expiresAt?: number | undefined;
  readonly deletedAt?: number | undefined;
  readonly lastRecalledAt?: number | undefined;
  readonly recallCount?: number | undefined;
  readonly reminder?: Memory['reminder'] | undefined;
  readonly review?: Memory['review'] | undefined;
  readonly links?: readonly IncomingLink[] | undefined;
  /** How many more there are, to what the other system has not: counted, and kept in the metadata. */
  readonly lostLinks?: number | undefined;
  /** Ref of the memory that took its place. */
  readonly supersededBy?: string | undefined;
  /** Every field of the other system that has none here, under the name it has there. Comes out again on export. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** Something under a key. */
export interface IncomingValue {
  readonly kind: 'value';
  readonly ref: string;
  readonly project?: IncomingProject | undefined;
  readonly key: string;
  readonly value: unknown;
  readonly updatedAt?: number | undefined;
  readonly expiresAt?: number | undefined;
}

/** What a forge said of a reference, as the other system kept it. */
export interface IncomingEntity {
  readonly kind: 'entity';
  readonly ref: string;
  readonly reference: string;
  readonly project?: IncomingProject | undefined;
  readonly title?: string | undefined;
  readonly state?: string | undefined;
  readonly url?: string | undefined;
  readonly author?: string | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly fetchedAt?: number | undefined;
}

/** What is not taken over, and why, in words for the report: "notes of the system about its own state". */
export interface IncomingLeft {
  readonly kind: 'left';
  readonly ref: string;
  readonly reason: string;
  /** How many links lead away from it, which are left with it. */
  readonly links?: number;
}

/** A memory of an export of this very system, with its id and all that is known of it. Only our own readers say such things. */
export interface IncomingWhole {
  readonly kind: 'whole';
  readonly ref: string;
  readonly memory: Memory;
  readonly origins: readonly Omit<Origin, 'memory'>[];
  readonly history: readonly Change[];
  readonly turns: readonly Turn[];
}

/** A row of such an export that is no memory. */
export interface IncomingRow {
  readonly kind: 'row';
  readonly ref: string;
  readonly section: RowSection;
  readonly row: TransferRow;
}

export type Incoming =
  | IncomingMemory
  | IncomingValue
  | IncomingEntity
  | IncomingLeft
  | IncomingWhole
  | IncomingRow;

/** What became of one field of the source, for the report: nothing of a source goes unmentioned. */
export interface FieldAccount {
  /** Table, file or kind of line it is in. */
  readonly place: string;
  readonly field: string;
  /** "content", "metadata.tier", or undefined where it is not taken over. */
  readonly became: string | undefined;
  /** Where it is not taken over: why. */
  readonly because?: string | undefined;
  /** How many values there were. */
  readonly count: number;
}

/** A file or folder that somebody points at. */
export interface ImportSource {
  /** Real, absolute path. */
  readonly path: string;
  readonly isFolder: boolean;
}

/** A source that is open for reading. Nothing of it is ever changed: databases are read with their `-wal`. */
export interface ImportReader {
  /** Of this very store, so that the same one is known again from a copy in another place where it can tell: else its path. */
  readonly place: string;
  /** How many items it will give; undefined where it would have to read all of it to know. */
  readonly total: number | undefined;
  /** Which of the peer's versions or forms it is, in words for the report. */
  readonly form: string;
  /** In a fixed order, those behind `after` (a ref of this reader), so that a killed import goes on. */
  items(after: string | undefined): AsyncIterable<Incoming>;
  /** Complete once `items` has been read to its end. */
  fields(): readonly FieldAccount[];
  close(): Promise<void>;
}

/** Reads the stores of one other system. */
export interface Importer {
  /** As in `--from`: `opencode-memory`, `mem0`, `server-memory`, … */
  readonly system: string;
  /** As people know it. */
  readonly title: string;
  /** Whether this is one of its stores, told from what is in it and never from its name alone. Reads little. */
  recognises(source: ImportSource): Promise<boolean>;
  /** Throws `invalid_input` with what is wrong and what to do where it is none, or is damaged. */
  open(source: ImportSource): Promise<ImportReader>;
}

import type { ConfigChanges, ServerConfig } from '../protocol/settings/serverSettings.ts';
import type { memoryStatusOperation } from '../protocol/operations/system/memoryStatus.ts';
import type { OutputOf } from '../protocol/operation.ts';
import type { EmbedderSettings } from '../protocol/embedderSettings.ts';
import type { EmbeddingStatus } from '../protocol/embeddingStatus.ts';
import type { QuestionVector } from '../recall/recallRequest.ts';
import type { InstantVector } from '../memories/nearMemories.ts';
import type { BackupComparison, BackupRecord } from '../store/ports/backups.ts';
import type { EmbeddedStore } from '../store/ports/embeddedStore.ts';
import type { ReadUnit } from '../store/ports/readUnit.ts';
import type { UnitOfWork } from '../store/ports/unitOfWork.ts';

/** What the process knows about itself: `memory_status` without what the store and the settings say. */
export type ServerFacts = Omit<
  OutputOf<typeof memoryStatusOperation>,
  | 'schemaVersion'
  | 'sqliteVersion'
  | 'databaseBytes'
  | 'integrity'
  | 'inspection'
  | 'circles'
  | 'backups'
  | 'conversations'
  | 'upkeep'
  | 'embedding'
  | 'config'
  | 'changedSettings'
  | 'version'
  | 'protocolVersion'
>;

export interface ServerFactsPort {
  facts(): ServerFacts;
}

/** `<home>/config.jsonc`. */
export interface ConfigPort {
  readonly path: string;
  read(): { readonly config: ServerConfig; readonly warnings: readonly string[] };
  /** Puts back what `reset` names, changes what is named and leaves the rest. */
  set(
    changes: ConfigChanges,
    reset?: readonly string[],
  ): {
    readonly config: ServerConfig;
    readonly warnings: readonly string[];
  };
}

/** `<home>/token`. */
export interface TokenPort {
  /** Puts a new token in force. Returns until when the old one is honoured too; null for no longer. Wall clock, ms. */
  rotate(options: { now: boolean }): { previousUntil: number | null };
  /** Ends the streams of whoever listens; they come back with a token that is good. */
  endStreams(): void;
}

/** The store's facts about itself, asked for outside of units of work. */
export type StoreFactsPort = Pick<EmbeddedStore, 'info' | 'checkIntegrity' | 'inspection' | 'notices'>;

/** The vectors of search by meaning, and whose they are: `recall/embedding/embeddingCoordinator.ts`. */
/** Makes the vector of a question, and says where to look for it. Undefined when there is no vector to be had. */
export interface QuestionEmbedder {
  embedQuery(text: string): Promise<QuestionVector | undefined>;
}

/** Makes the vector of a text at once, in this process, by the built-in model. Undefined before that has a space. */
export interface NearVectors {
  instantVector(text: string): InstantVector | undefined;
}

export interface EmbeddingPort extends QuestionEmbedder, NearVectors {
  /** With the counts of this unit of work. */
  status(unit: ReadUnit): Promise<EmbeddingStatus>;
  /**
   * Throws away the vectors of the built-in or of the wanted model. What it returns is called once that is on disk; a
   * reindex then makes them anew.
   */
  restart(unit: UnitOfWork, which: 'built-in' | 'wanted'): Promise<() => void>;
  /** What failed, waits or is missing is tried again at once. Returns at once. */
  retry(): void;
}

/** Keys and other values that clients lend, held in memory. */
export interface KeyBorrower {
  /** For one origin; undefined takes it back. Returns whether anything changed. */
  lend(origin: string, key: string | undefined): boolean;
  /** A value by its name in an environment, for some time, ms; undefined takes it back. */
  lendValue(name: string, value: string | undefined, forMs: number): boolean;
  /** Origin of the service that these settings need a key of, when none is known. */
  missingFor(settings: EmbedderSettings): string | undefined;
}

/** See `Lifecycle.graceFrom`: nobody is stale before one whole interval since this moment. Wall clock, ms. */
export interface SessionGracePort {
  readonly graceFrom: number;
  /** How long a session may be silent, ms. Ten minutes when it is left out. */
  readonly staleAfter?: number;
}

export interface RestorePlan extends BackupComparison {
  readonly backup: BackupRecord;
  /** It is not among the backups, out of which a purge takes what it removes. */
  readonly isOutside: boolean;
  readonly memories: { readonly now: number; readonly after: number };
}

/** A restore that was asked for, and what became of it. */
export interface RestoreState {
  readonly id: string;
  readonly kept: string;
  readonly askedAt: number;
  readonly state: 'asked' | 'done' | 'failed';
  readonly error: string | null;
}

/** Puts backups in the place of the database. */
export interface RestorePort {
  readonly last: RestoreState | undefined;
  /** What it would do. Throws for a backup that is not there, is damaged, of another program or of a newer release. */
  plan(backup: string): Promise<RestorePlan>;
  /** Returns at once; the server closes the database and opens the other one. The same `request` begins nothing new. */
  begin(plan: RestorePlan, request: string | undefined): Promise<RestoreState>;
}

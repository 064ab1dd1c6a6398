import type { ServerConfig } from '../protocol/operations/configure.ts';
import type { serverStatusOperation } from '../protocol/operations/serverStatus.ts';
import type { OutputOf } from '../protocol/operation.ts';
import type { StoreInfo } from '../store/repositories.ts';

/** What the process knows about itself: `server_status` without what the store and the settings say. */
export type ServerFacts = Omit<
  OutputOf<typeof serverStatusOperation>,
  'schemaVersion' | 'sqliteVersion' | 'databaseBytes' | 'integrity' | 'config' | 'version' | 'protocolVersion'
>;

export interface ServerFactsPort {
  facts(): ServerFacts;
}

/** `<home>/config.jsonc`. */
export interface ConfigPort {
  readonly path: string;
  read(): { readonly config: ServerConfig; readonly warnings: readonly string[] };
  /** Changes what is named and leaves the rest. */
  set(changes: Partial<ServerConfig>): {
    readonly config: ServerConfig;
    readonly warnings: readonly string[];
  };
}

/** Copies the database into the backups folder while it is in use. Must not run inside a unit of work. */
export interface BackupPort {
  backup(): Promise<{ path: string; bytes: number }>;
}

/** The store's facts about itself, asked for outside of units of work. */
export interface StoreFactsPort {
  info(): Promise<StoreInfo>;
  checkIntegrity(): Promise<string>;
}

/** See `Lifecycle.graceFrom`: nobody is stale before one whole interval since this moment. Wall clock, ms. */
export interface SessionGracePort {
  readonly graceFrom: number;
}

import { MemoryBridgeError } from '../../core/errors.ts';
import type { Logger } from '../../core/ports.ts';
import type { Migration } from './migrations/migration.ts';
import { migrations as allMigrations } from './migrations/migrations.ts';
import type { Database } from '../../sqlite/database.ts';

/** `application_id` in the file's header ("MBOC"), so that tools can tell whose database it is. */
export const applicationId = 0x4d424f43;

export interface MigrateOptions {
  readonly migrations?: readonly Migration[];
  readonly logger: Logger;
  /** Called before each step, unless the database is new. */
  readonly backUp: (fromVersion: number, toVersion: number) => Promise<void>;
}

/** The schema this code knows. */
export function newestVersion(migrations: readonly Migration[] = allMigrations): number {
  return migrations.at(-1)?.version ?? 0;
}

export function schemaVersion(database: Database): number {
  return Number(database.get('PRAGMA user_version')?.['user_version']);
}

export function refuseNewer(version: number, migrations: readonly Migration[] = allMigrations): void {
  const known = newestVersion(migrations);
  if (version <= known) return;
  throw new MemoryBridgeError(
    'newer_database',
    `The memories were written by a newer version of Memory Bridge (format ${version}, this one knows ${known}). ` +
      'Update the extension and the memory-bridge command, then start again.',
    { details: { version, known } },
  );
}

/**
 * Brings the database to the newest schema, one step and one transaction at a time. A new one has nothing to lose between
 * two steps: all of them are one transaction, for which the disk is waited for once.
 */
export async function migrate(
  database: Database,
  { migrations = allMigrations, logger, backUp }: MigrateOptions,
): Promise<void> {
  const from = schemaVersion(database);
  refuseNewer(from, migrations);
  const missing = migrations.filter(({ version }) => version > from);
  if (missing.length === 0) return;
  const take = (migration: Migration): void => {
    const before = schemaVersion(database);
    migration.apply(database);
    database.exec(`PRAGMA user_version = ${migration.version}`, `PRAGMA application_id = ${applicationId}`);
    logger.info('The database was migrated', { from: before, to: migration.version, name: migration.name });
  };
  if (from === 0) database.transaction(() => missing.forEach(take));
  for (const migration of from === 0 ? [] : missing) {
    await backUp(schemaVersion(database), migration.version);
    database.transaction(() => take(migration));
  }
  // The version in the file's own header is what older code looks at before it opens anything.
  database.all('PRAGMA wal_checkpoint(TRUNCATE)');
}

import type { Migration } from './migration.ts';

/** Jobs say whose they are, how far they are, and what came of them. Nothing was ever put into the table before. */
export const jobs: Migration = {
  version: 7,
  name: 'jobs',
  apply(database) {
    database.exec(
      'ALTER TABLE jobs ADD COLUMN project TEXT',
      'ALTER TABLE jobs ADD COLUMN cursor TEXT',
      'ALTER TABLE jobs ADD COLUMN done INTEGER',
      'ALTER TABLE jobs ADD COLUMN total INTEGER',
      'ALTER TABLE jobs ADD COLUMN result TEXT',
      'ALTER TABLE jobs ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0',
      // Whatever goes wrong above: of a kind and a project, one is at work.
      `CREATE UNIQUE INDEX jobs_running ON jobs (kind, coalesce(project, '')) WHERE state = 'running'`,
    );
  },
};

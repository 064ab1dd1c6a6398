import type { Database } from '../../../sqlite/database.ts';

/** One step of the schema. Never changed once released: a later step corrects an earlier one. */
export interface Migration {
  /** `user_version` of the database afterwards. */
  readonly version: number;
  readonly name: string;
  /** Runs inside the one transaction of this step. */
  apply(database: Database): void;
}

import { type Recovery, recoverDatabase } from '../store/sqlite/recoverDatabase.ts';

export type { Recovery };

/** What `memory-bridge recover` does while it owns the folder. */
export const recoverForOwner = recoverDatabase;

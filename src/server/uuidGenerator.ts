import { v7 } from 'uuid';
import type { IdGenerator } from '../core/ports.ts';

/** UUIDv7. Within a process they only grow, also when the wall clock is set back. */
export const uuidGenerator: IdGenerator = { next: () => v7() };

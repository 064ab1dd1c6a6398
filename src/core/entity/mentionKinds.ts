import { entityKinds } from './entityReferencePatterns.ts';

/** What memories name: references by their kind, and names that are none. */
export const mentionKinds = [...entityKinds, 'name'] as const;

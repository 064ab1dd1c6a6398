import { managerMemory } from './managerMemory.ts';
import { mem0Selfhost } from './mem0Selfhost.ts';
import type { Peer } from './row.ts';
import { semanticMemory } from './semanticMemory.ts';

/** The systems that people come from, those with most to carry first. */
export const peers: readonly Peer[] = [semanticMemory, managerMemory, mem0Selfhost];

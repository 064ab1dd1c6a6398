import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Store } from './ports/store.ts';

/** Packs what has changed and removes what was dropped, in slices between which others are served. */
export async function keepVectors(store: Store): Promise<void> {
  while (await store.write((unit) => unit.vectors.upkeep())) await nextTurn();
}

/** Loads the index of a space in slices, so that the first search needs not. */
export async function loadVectors(store: Store, space: number): Promise<void> {
  while (!(await store.read((unit) => unit.vectors.load(space)))) await nextTurn();
}

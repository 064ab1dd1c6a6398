import type { Change } from './history.ts';

/** Ids of the changes of one memory that still show in it; see `isInForce`. */
function changesInForce(history: readonly Change[]): ReadonlySet<string> {
  const judged = new Map<string, boolean>();
  // What undid a change came after it, so it has been judged by then. Where a damaged history says otherwise, the
  // change counts as undone; nothing is followed, so nothing can be followed in a circle.
  for (const { id, undoneBy } of history.toSorted((a, b) => b.revision - a.revision))
    judged.set(id, undoneBy === null || judged.get(undoneBy) === false);
  return new Set([...judged].filter(([, inForce]) => inForce).map(([id]) => id));
}

/**
 * Whether a change still shows in its memory: it was not undone, or what undid it was undone in turn. `undoneBy` names
 * the undoing change, which is one of the same memory.
 */
export function isInForce(change: Change, history: readonly Change[]): boolean {
  return changesInForce(history).has(change.id);
}

/**
 * The latest change that undoing would silently overwrite. An edit and its undo cancel out when both came later; an
 * undo of something earlier is a change like any other.
 */
export function standsInTheWay(history: readonly Change[], undone: readonly Change[]): Change | undefined {
  const last = Math.max(...undone.map(({ revision }) => revision));
  const inForce = changesInForce(history);
  const undidEarlier = new Set(
    history.flatMap(({ revision, undoneBy }) => (revision <= last && undoneBy !== null ? [undoneBy] : [])),
  );
  const cancelsLater = ({ action, id }: Change): boolean => action === 'undo' && !undidEarlier.has(id);
  return history
    .filter((change) => change.revision > last && inForce.has(change.id) && !cancelsLater(change))
    .sort((a, b) => b.revision - a.revision)[0];
}

import type { Change } from './history.ts';

/**
 * Whether a change still shows in its memory: it was not undone, or what undid it was undone in turn. `undoneBy` names
 * the undoing change, which is one of the same memory.
 */
export function isInForce(change: Change, history: readonly Change[]): boolean {
  if (change.undoneBy === null) return true;
  const undoing = history.find(({ id }) => id === change.undoneBy);
  return undoing !== undefined && !isInForce(undoing, history);
}

/**
 * The latest change that undoing would silently overwrite. An edit and its undo cancel out when both came later; an
 * undo of something earlier is a change like any other.
 */
export function standsInTheWay(history: readonly Change[], undone: readonly Change[]): Change | undefined {
  const last = Math.max(...undone.map(({ revision }) => revision));
  const cancelsLater = (change: Change): boolean =>
    change.action === 'undo' &&
    history.filter(({ undoneBy }) => undoneBy === change.id).every(({ revision }) => revision > last);
  return history
    .filter((change) => change.revision > last && isInForce(change, history) && !cancelsLater(change))
    .sort((a, b) => b.revision - a.revision)[0];
}

/** The title that sessions of an agent have which this program has begun itself, to ask its model something. */
export const ownSessionTitle = 'Memory Bridge asks';
/** What the names of the folders begin with in which it does so. */
export const ownSessionFolder = 'memory-bridge-asks-';

/** Whether this program has begun a session itself: nothing in it was said to anybody. */
export function isOwnSession({
  title,
  directory,
}: {
  readonly title?: string | null | undefined;
  readonly directory?: string | null | undefined;
}): boolean {
  const folder = directory?.split(/[\\/]/).findLast((part) => part !== '');
  return title === ownSessionTitle || folder?.startsWith(ownSessionFolder) === true;
}

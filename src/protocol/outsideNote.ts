/** What a person has to know of a database that is to be restored and is not among the backups. */
export const outsideNote =
  'This file is not among the backups, out of which a purge takes what it removes: what was purged since it was made comes back with it. Purge that again afterwards: memory-bridge purge <id>.';

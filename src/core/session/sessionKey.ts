const prefix = 'session:';

/** How a session is named where ids of memories stand: no memory has such an id. */
export const sessionKey = (id: string): string => `${prefix}${id}`;

/** The session that is named so; undefined for the id of a memory. */
export const keyedSession = (key: string): string | undefined =>
  key.startsWith(prefix) ? key.slice(prefix.length) : undefined;

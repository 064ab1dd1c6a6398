/** Whether people call a project so: not its folder, nor its first commit. */
export const isSpokenAlias = (alias: string): boolean =>
  !/^(?:root|folder):|^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(alias);

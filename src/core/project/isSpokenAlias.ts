/** Whether people call a project so: not its folder, its first commit, nor the address that git has. */
export const isSpokenAlias = (alias: string): boolean =>
  !/^(?:root|folder|form):|^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(alias);

import { isSpokenAlias } from './isSpokenAlias.ts';

const form = 'form:';

/**
 * The alias of a project by which it is known again when its address is read in another way, as after a change of the
 * setting `forges`. An id as an alias would not do: that is also left behind by another remote.
 */
export const formAlias = (place: string): string => `${form}${place}`;

/** The other names of a project as people read them, each once: how they call it, then how git writes its address. */
export function spokenNames(aliases: readonly string[]): string[] {
  const written = new Set(
    aliases.filter((alias) => alias.startsWith(form)).map((alias) => alias.slice(form.length)),
  );
  const names = aliases.filter((alias) => isSpokenAlias(alias) && !written.has(alias));
  return [...new Set([...names, ...[...written].map((place) => `in git ${place}`)])];
}

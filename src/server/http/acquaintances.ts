/** Names that were said once, and those that were said again. The second kind costs more to push out of here. */
const mostOnce = 4_000;
const mostKnown = 1_000;

/** Which names have been heard before. Bounded: names that are said once each never push out those that come back. */
export class Acquaintances {
  readonly #once = new Set<string>();
  readonly #known = new Set<string>();

  /** Whether the name has been said before; from now on it has. */
  hear(name: string): boolean {
    const isKnown = this.#known.delete(name) || this.#once.delete(name);
    if (isKnown) keep(this.#known, name, mostKnown);
    else keep(this.#once, name, mostOnce);
    return isKnown;
  }
}

/** A set remembers the order of what was put in, so its first is the one that was not said for longest. */
function keep(names: Set<string>, name: string, most: number): void {
  names.add(name);
  for (const oldest of names) {
    if (names.size <= most) return;
    names.delete(oldest);
  }
}

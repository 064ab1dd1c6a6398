/** By what names the notes of a folder are linked to. */
export class NoteIndex {
  readonly #refs = new Map<string, string>();
  readonly #byName = new Map<string, string>();
  readonly #taken = new Set<string>();

  /** Adds a note, and says by which ref it is known: its permalink, or its path where another note has that. */
  add(
    file: string,
    { permalink, title }: { readonly permalink?: string | undefined; readonly title: string },
  ): string {
    const wished = permalink ?? permalinkOf(file);
    const ref = this.#taken.has(wished) ? file : wished;
    this.#taken.add(ref);
    this.#refs.set(file, ref);
    // The first one of a name has it; a permalink is nearer than a title, and a title than the name of a file.
    for (const name of [wished, title, file, withoutEnding(file), permalinkOf(file), nameOf(file)]) {
      const key = keyOf(name);
      if (!this.#byName.has(key)) this.#byName.set(key, ref);
    }
    return ref;
  }

  refOf(file: string): string {
    return this.#refs.get(file) ?? file;
  }

  /** The ref of the note that a link means; undefined where there is none. */
  find(target: string): string | undefined {
    const plain = target.replace(/^memory:\/\//, '').replace(/^\/+/, '');
    return this.#byName.get(keyOf(plain)) ?? this.#byName.get(keyOf(permalinkOf(plain)));
  }
}

const keyOf = (name: string): string => name.normalize('NFC').toLowerCase();
const withoutEnding = (file: string): string => file.replace(/\.(?:md|markdown)$/i, '');

/** The name of a file without its folder and its ending. */
export const nameOf = (file: string): string => withoutEnding(file.split('/').at(-1) ?? file);

/** The permalink that a note of this path has when it says none: as an address is written. */
export function permalinkOf(file: string): string {
  const plain = withoutEnding(file)
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .normalize('NFC')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll("'", '')
    .replaceAll(/[^\p{L}\p{N}/.-]+/gu, '-');
  return plain
    .split('/')
    .map((part) => part.replace(/^-+/, '').replace(/-{2,}/g, '-').replace(/-$/, ''))
    .join('/');
}

/** Marks in a link: `[[C# notes#Part#Part of it]]`. */
const mostMarks = 8;

/** By what names the notes of a folder are linked to. */
export class NoteIndex {
  readonly #refs = new Map<string, string>();
  readonly #byName = new Map<string, { readonly ref: string; readonly rank: number }>();
  readonly #taken = new Set<string>();

  /** Adds a note, and says by which ref it is known: its permalink, or its path where another note has that. */
  add(
    file: string,
    {
      permalink,
      title,
      aliases = [],
    }: {
      readonly permalink?: string | undefined;
      readonly title: string;
      /** Other names that the note gives itself. */
      readonly aliases?: readonly string[] | undefined;
    },
  ): string {
    const wished = permalink ?? permalinkOf(file);
    const ref = this.#taken.has(wished) ? file : wished;
    this.#taken.add(ref);
    this.#refs.set(file, ref);
    // A permalink is nearer than a title, and a title than the name of a file; the first one of several alike has it.
    const names = [wished, title, file, withoutEnding(file), permalinkOf(file), nameOf(file), ...aliases];
    for (const [rank, name] of [...names, permalinkOf(nameOf(file))].entries()) {
      const key = keyOf(name);
      const known = this.#byName.get(key);
      if (!known || rank < known.rank) this.#byName.set(key, { ref, rank });
    }
    return ref;
  }

  refOf(file: string): string {
    return this.#refs.get(file) ?? file;
  }

  /** The ref of the note that a link means; undefined where there is none. It may name a heading or a block of the note. */
  find(target: string): string | undefined {
    const plain = target.replace(/^memory:\/\//, '').replace(/^\/+/, '');
    let found = this.#findName(plain);
    let end = plain.length;
    for (let marks = 0; found === undefined && marks < mostMarks; marks += 1) {
      end = plain.lastIndexOf('#', end - 1);
      if (end <= 0) break;
      found = this.#findName(plain.slice(0, end).trim());
    }
    return found;
  }

  #findName(name: string): string | undefined {
    // In any case and form: `[[Search Engine.md]]`, `[[search engine]]`, `[[search-engine]]`.
    for (const each of [name, withoutEnding(name), permalinkOf(name)]) {
      const known = each === '' ? undefined : this.#byName.get(keyOf(each));
      if (known) return known.ref;
    }
    return undefined;
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

import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** A file of a folder of notes, by its path from there, with `/`. */
export interface NoteFile {
  readonly path: string;
  /** Undefined for a note; else what it is, for the report. */
  readonly isOther?: string | undefined;
}

const noteName = /\.(?:md|markdown)$/i;
/** Folders within each other: a circle ends here at the latest. */
const deepest = 64;

/** All files of a folder in a fixed order. Names that begin with a dot are passed over, and links are not followed. */
export async function* noteFiles(root: string, folder = '', depth = 0): AsyncGenerator<NoteFile> {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true });
  const visible = entries.filter(({ name }) => !name.startsWith('.') && name !== 'node_modules');
  for (const entry of visible.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (depth < deepest) yield* noteFiles(root, file, depth + 1);
    } else if (entry.isSymbolicLink())
      yield { path: file, isOther: 'links to other places, which are not followed' };
    else if (!entry.isFile()) yield { path: file, isOther: 'what is neither a file nor a folder' };
    else
      yield noteName.test(entry.name) ? { path: file } : { path: file, isOther: 'files that are no notes' };
  }
}

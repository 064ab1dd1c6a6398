import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { MemoryBridgeError } from '../../core/errors.ts';
import { headOf } from '../fileHead.ts';
import { textIn } from '../foreignTables.ts';
import type { Importer, ImportReader, ImportSource } from '../incoming.ts';
import { isStoreFolder } from '../storeFiles.ts';
import { BasicMemoryReader } from './basicMemoryReader.ts';
import { readNote } from './note.ts';
import { noteFiles } from './noteFiles.ts';

const title = 'basic-memory';
/** Notes of a folder that are looked at: one of them says whose they are. */
const notesLooked = 200;
const headBytes = 70_000;

/** Folders of notes as basic-memory keeps them, and single notes. */
export const basicMemoryImporter: Importer = {
  system: 'basic-memory',
  title,

  async recognises({ path: place, isFolder }: ImportSource): Promise<boolean> {
    if (!isFolder) return /\.(?:md|markdown)$/i.test(place) && isItsNote(place);
    if (isStoreFolder(await readdir(place))) return false;
    let looked = 0;
    for await (const file of noteFiles(place)) {
      if (file.isOther !== undefined) continue;
      if (await isItsNote(path.join(place, file.path))) return true;
      if ((looked += 1) >= notesLooked) break;
    }
    return false;
  },

  async open(source: ImportSource): Promise<ImportReader> {
    if (!source.isFolder) {
      if (await isItsNote(source.path)) return new BasicMemoryReader(source);
    } else
      for await (const file of noteFiles(source.path))
        if (file.isOther === undefined) return new BasicMemoryReader(source);
    throw new MemoryBridgeError(
      'invalid_input',
      `There are no notes of ${title} in ${source.path}. Name the folder of a project of it, such as ~/basic-memory.`,
      { details: { path: source.path } },
    );
  },
};

/** It gives each note a permalink; without, a note of its forms has a type, and says something in both forms of a list. */
async function isItsNote(file: string): Promise<boolean> {
  const { matter, observations, links } = readNote(await headOf(file, headBytes));
  if (!matter || textIn(matter['title']) === undefined) return false;
  if (textIn(matter['permalink']) !== undefined) return true;
  const isNamed = observations.some(({ category }) => category !== undefined);
  return textIn(matter['type']) !== undefined && isNamed && links.some(({ type }) => type !== undefined);
}

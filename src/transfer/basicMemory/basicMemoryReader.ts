import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { textIn } from '../foreignTables.ts';
import { headOf } from '../fileHead.ts';
import type { ImportSource, Incoming } from '../incoming.ts';
import { LedgerReader } from '../ledgerReader.ts';
import { listIn } from '../said.ts';
import { frontMatter, readNote } from './note.ts';
import { type NoteFile, noteFiles } from './noteFiles.ts';
import { NoteIndex } from './noteIndex.ts';
import { noteMemory, titleOf } from './noteMemory.ts';

/** Bytes of a note: a book has a tenth of it. */
const longestNote = 8_000_000;
/** Bytes in which a front matter ends. */
const headBytes = 70_000;

/** Reads a folder of notes twice: to know how they are called, and then what they say. */
export class BasicMemoryReader extends LedgerReader {
  readonly place: string;
  readonly form: string;
  readonly #root: string;
  readonly #only: string | undefined;

  constructor(source: ImportSource) {
    super();
    this.place = source.path;
    this.#root = source.isFolder ? source.path : path.dirname(source.path);
    this.#only = source.isFolder ? undefined : path.basename(source.path);
    this.form = source.isFolder ? 'folder of notes' : 'one note';
  }

  protected async *read(): AsyncGenerator<Incoming> {
    const index = await this.#index();
    for await (const { path: file, isOther } of this.#files()) {
      const info =
        isOther === undefined ? await stat(path.join(this.#root, file)).catch(() => undefined) : undefined;
      const reason = isOther ?? reasonAgainst(info);
      if (info === undefined || reason !== undefined) {
        this.ledger.add('files', path.extname(file) || 'other', {
          because: reason ?? 'files that are gone',
        });
        yield { kind: 'left', ref: file, reason: reason ?? 'files that are gone' };
        continue;
      }
      const note = readNote(await readFile(path.join(this.#root, file), 'utf8'));
      const times = {
        createdAt: Math.round(Math.min(info.birthtimeMs, info.mtimeMs)),
        updatedAt: Math.round(info.mtimeMs),
      };
      yield noteMemory(note, { path: file, ...times }, index, this.ledger);
    }
  }

  async #index(): Promise<NoteIndex> {
    const index = new NoteIndex();
    for await (const { path: file, isOther } of this.#files()) {
      if (isOther !== undefined) continue;
      const { matter } = frontMatter(
        (await headOf(path.join(this.#root, file), headBytes)).replaceAll('\r\n', '\n'),
      );
      index.add(file, {
        permalink: textIn(matter?.['permalink']),
        title: titleOf(matter, file),
        aliases: listIn(matter?.['aliases']),
      });
    }
    return index;
  }

  async *#files(): AsyncGenerator<NoteFile> {
    if (this.#only === undefined) yield* noteFiles(this.#root);
    else yield { path: this.#only };
  }
}

const reasonAgainst = (info: { readonly size: number } | undefined): string | undefined =>
  info !== undefined && info.size > longestNote ? 'notes that are too long' : undefined;

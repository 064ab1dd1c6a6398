import type { Database } from '../sqlite/database.ts';
import type { Row } from '../sqlite/preparedStatement.ts';
import { readForeign } from '../sqlite/readForeign.ts';
import { numberIn, quoted } from './foreignTables.ts';
import type { FieldAccount, ImportReader, Incoming } from './incoming.ts';
import { asUnreadable } from './unreadable.ts';

/** Rows that are read at once, all of one moment: few at first, then as many as their texts let be held easily. */
const rowsAtOnce = { first: 50, most: 800 } as const;
const charactersAtOnce = 8_000_000;

/** A table whose rows become items, one each, in the order in which they were written. */
export interface Section {
  readonly table: string;
  /** What becomes of rows. More may be asked of the database: it is as it was when they were read. */
  itemsOf(database: Database, rows: readonly Row[]): Incoming[];
  /** The number of the row with this ref; undefined for a ref of another section, and for one that is gone. */
  rowOf(database: Database, ref: string): number | undefined;
}

/** What is known of a database before its rows are read. */
export interface SectionedDatabase extends Pick<ImportReader, 'place' | 'form'> {
  readonly file: string;
  readonly title: string;
  readonly total: number;
  readonly accounts: readonly FieldAccount[];
  readonly sections: readonly Section[];
}

interface Page {
  readonly items: readonly Incoming[];
  readonly last: number | undefined;
  /** Rows of the next one. */
  readonly next: number;
}

/** Reads a database of another program table by table, in pages, between which that program may write what it likes. */
export class SectionReader implements ImportReader {
  readonly place: string;
  readonly form: string;
  readonly total: number;
  readonly #database: SectionedDatabase;

  constructor(database: SectionedDatabase) {
    this.place = database.place;
    this.form = database.form;
    this.total = database.total;
    this.#database = database;
  }

  async *items(after: string | undefined): AsyncGenerator<Incoming> {
    const start = after === undefined ? { index: 0, row: undefined } : await this.#placeOf(after);
    let rows: number = rowsAtOnce.first;
    for (const [index, section] of this.#database.sections.entries()) {
      if (index < start.index) continue;
      let last = index === start.index ? start.row : undefined;
      do {
        const page: Page = await this.#read((database) => pageOf(database, section, last, rows));
        yield* page.items;
        ({ last, next: rows } = page);
      } while (last !== undefined);
    }
  }

  fields(): readonly FieldAccount[] {
    return this.#database.accounts;
  }

  async close(): Promise<void> {
    // Nothing stays open between two pages.
  }

  /** Where an item stands; the beginning for what is there no longer. */
  #placeOf(ref: string): Promise<{ readonly index: number; readonly row: number | undefined }> {
    return this.#read((database) => {
      for (const [index, section] of this.#database.sections.entries()) {
        const row = section.rowOf(database, ref);
        if (row !== undefined) return { index, row };
      }
      return { index: 0, row: undefined };
    });
  }

  #read<T>(read: (database: Database) => T): Promise<T> {
    const { file, title } = this.#database;
    return asUnreadable(file, title, () => readForeign(file, read));
  }
}

function pageOf(database: Database, section: Section, after: number | undefined, most: number): Page {
  const rows = database.all(
    `SELECT rowid AS row_number, * FROM ${quoted(section.table)} WHERE rowid > ? ORDER BY rowid LIMIT ${most}`,
    after ?? Number.MIN_SAFE_INTEGER,
  );
  const last = rows.length < most ? undefined : numberIn(rows.at(-1)?.['row_number']);
  const characters = rows.reduce((sum, row) => sum + lengthOf(row), 0) / Math.max(1, rows.length);
  const fitting = Math.max(1, Math.floor(charactersAtOnce / Math.max(1, characters)));
  return { items: section.itemsOf(database, rows), last, next: Math.min(most * 2, fitting, rowsAtOnce.most) };
}

const lengthOf = (row: Row): number =>
  Object.values(row).reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 0), 0);

/** The number of the one row with this value, as `Section.rowOf` answers. */
export const rowWith = (
  database: Database,
  table: string,
  column: string,
  value: string | number,
): number | undefined =>
  numberIn(database.get(`SELECT rowid AS n FROM ${quoted(table)} WHERE ${quoted(column)} = ?`, value)?.['n']);

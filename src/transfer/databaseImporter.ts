import type { Database } from '../sqlite/database.ts';
import { readForeign } from '../sqlite/readForeign.ts';
import { isDatabase } from './fileHead.ts';
import { accountsOf, countRows, type ForeignTable, tablesOf } from './foreignTables.ts';
import type { Importer, ImportReader, ImportSource } from './incoming.ts';
import { type Section, SectionReader } from './sectionReader.ts';
import { storeFileOf } from './storeFiles.ts';
import { asUnreadable, notItsShape } from './unreadable.ts';

type Tables = ReadonlyMap<string, ForeignTable>;

/** What tells the database of one system from others, and how it is read. */
export interface ForeignStore extends Pick<Importer, 'system' | 'title'> {
  /** How its file is called in the folder that it lies in. */
  readonly fileName: string;
  isItsShape(tables: Tables): boolean;
  sectionsOf(tables: Tables): readonly Section[];
  readonly fate: Parameters<typeof accountsOf>[2];
  /** What tells this database from others, wherever a copy of it lies; undefined where nothing does. */
  placeOf(database: Database, tables: Tables): string | undefined;
  /** Of its tables, in words; undefined where it does not say. */
  versionOf(database: Database, tables: Tables): string | undefined;
}

/** Imports a database that is read table by table. */
export function databaseImporter(store: ForeignStore): Importer {
  const { system, title, fileName } = store;
  const fileOf = async (source: ImportSource): Promise<string | undefined> => {
    const file = await storeFileOf(source, [fileName]);
    return file !== undefined && (await isDatabase(file)) ? file : undefined;
  };
  return {
    system,
    title,

    async recognises(source: ImportSource): Promise<boolean> {
      const file = await fileOf(source);
      if (file === undefined) return false;
      return readForeign(file, (database) => store.isItsShape(tablesOf(database))).catch(() => false);
    },

    async open(source: ImportSource): Promise<ImportReader> {
      const file = await fileOf(source);
      if (file === undefined) throw notItsShape(source.path, title, `there is no database ${fileName}`);
      return asUnreadable(file, title, () =>
        readForeign(file, (database) => {
          const tables = tablesOf(database);
          if (!store.isItsShape(tables)) throw notItsShape(file, title, 'it has other tables');
          const sections = store.sectionsOf(tables);
          const version = store.versionOf(database, tables);
          return new SectionReader({
            file,
            title,
            place: store.placeOf(database, tables) ?? file,
            form: `database of ${title}, ${version === undefined ? 'of an early version' : `version ${version} of its tables`}`,
            total: sections.reduce((sum, { table }) => sum + countRows(database, table), 0),
            accounts: accountsOf(database, tables, store.fate),
            sections,
          });
        }),
      );
    },
  };
}

import fs from 'node:fs';
import path from 'node:path';
import type { Memory } from '../../src/core/memory/memory.ts';
import { migrations } from '../../src/store/sqlite/migrations/migrations.ts';
import { openStore, type OpenStoreOptions } from '../../src/store/sqlite/openStore.ts';
import { memoryColumns, memoryParameters } from '../../src/store/sqlite/repositories/memoryRow.ts';
import { openDatabase } from '../../src/sqlite/openDatabase.ts';
import type { SqliteStore } from '../../src/store/sqlite/sqliteStore.ts';
import { type TempDirectory, tempDirectory } from '../files/tempDirectory.ts';
import { layEmptyStore } from './layEmptyStore.ts';

/** Stores of one test, each in a folder of its own, closed and gone afterwards. */
export class StoreBench implements AsyncDisposable {
  readonly #temp: TempDirectory;
  readonly #isMadeByEach: boolean;
  readonly #stores = new Set<SqliteStore>();

  private constructor(temp: TempDirectory, isMadeByEach: boolean) {
    this.#temp = temp;
    this.#isMadeByEach = isMadeByEach;
  }

  /** `isMadeByEach`: where the making of a database is what is tested, it is not laid there. */
  static async create({ isMadeByEach = false } = {}): Promise<StoreBench> {
    return new StoreBench(await tempDirectory('store'), isMadeByEach);
  }

  get home(): string {
    return this.#temp.join('home');
  }

  get file(): string {
    return path.join(this.home, 'memory.db');
  }

  join(...parts: string[]): string {
    return this.#temp.join(...parts);
  }

  async open(options: Partial<OpenStoreOptions> = {}): Promise<SqliteStore> {
    const isUsual = [options.home, options.migrations, options.files].every((each) => each === undefined);
    if (isUsual && this.#stores.size === 0 && !this.#isMadeByEach) await layEmptyStore(this.home);
    const store = await openStore({ home: this.home, ...options });
    this.#stores.add(store);
    return store;
  }

  /** Makes a database as an earlier release left it, with these memories in it. */
  async makeOld(version: number, memories: readonly Memory[], home = this.home): Promise<void> {
    const steps = migrations.filter((step) => step.version <= version);
    await (await openStore({ home, migrations: steps })).close();
    const database = await openDatabase(path.join(home, 'memory.db'));
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    const known = new Set(database.all('PRAGMA table_info(memories)').map((row) => row['name']));
    const columns = memoryColumns.filter((column) => known.has(column));
    for (const memory of memories) {
      const values = memoryParameters(memory, '');
      database.run(
        `INSERT INTO memories (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
        ...columns.map((column) => values[memoryColumns.indexOf(column)] ?? null),
      );
    }
    database.close();
  }

  /** Runs SQL on the closed database. */
  async tamper(...sql: string[]): Promise<void> {
    const database = await openDatabase(this.file);
    database.exec('PRAGMA locking_mode = EXCLUSIVE', ...sql);
    database.close();
  }

  /** The files as a crash at this moment would leave them: a copy in another home. */
  crashCopy(name: string): string {
    const home = this.join(name);
    fs.mkdirSync(home);
    for (const suffix of ['', '-wal', '-mark'])
      if (fs.existsSync(this.file + suffix))
        fs.copyFileSync(this.file + suffix, path.join(home, `memory.db${suffix}`));
    return home;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const store of this.#stores) await store.close();
    await this.#temp.dispose();
  }
}

/** All titles, oldest first. */
export async function titlesIn(store: SqliteStore): Promise<string[]> {
  const { memories } = await store.read((unit) => unit.memories.list({}, { limit: 10_000 }));
  return memories.map(({ title }) => title).toReversed();
}

import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import type { StoredTable } from './tableRows.mjs';

const folder = path.resolve(import.meta.dirname, '../../../test/data/stores');

/** What the version that made a store read in it; see the README beside it. */
export interface KeptContents {
  readonly version: string;
  readonly schema: number;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  readonly tables: Readonly<Record<string, StoredTable>>;
  /** Rows that are new or other in the store of the owner that was killed. */
  readonly afterKill: readonly {
    readonly table: string;
    readonly count: number;
    readonly changed: readonly object[];
  }[];
  readonly answers: KeptAnswers;
}

/** What its verbs said, as ids. */
export interface KeptAnswers {
  readonly answeredAt: number;
  readonly project: string;
  readonly lists: readonly { readonly input: object; readonly ids: readonly string[] }[];
  readonly recall: readonly { readonly query: string; readonly ids: readonly string[] }[];
  /** By memory: id, action, whether it is undone, whether it knows what was before. */
  readonly histories: Readonly<Record<string, readonly (readonly [string, string, boolean, boolean])[]>>;
  readonly inbox: readonly string[];
  readonly sessions: readonly { readonly id: string; readonly claims: readonly object[] }[];
}

/** A store that a release has left, made by `tools/release/keepStore.mjs`. */
export class KeptStore {
  /** Version and schema. */
  readonly name: string;
  #contents: KeptContents | undefined;
  #bytes: Buffer | undefined;

  constructor(name: string) {
    this.name = name;
  }

  get contents(): KeptContents {
    return (this.#contents ??= JSON.parse(this.#read('contents.json.br').toString()) as KeptContents);
  }

  /** Puts the store into a home. `killed/` is the one whose owner was killed: its last writes are in the log alone. */
  async place(home: string, which: '' | 'killed/' = ''): Promise<void> {
    await mkdir(home, { recursive: true });
    const bytes = (this.#bytes ??= this.#read('files.br'));
    let from = 0;
    for (const file of this.contents.files) {
      const to = from + file.bytes;
      if (path.posix.join(which, path.posix.basename(file.name)) === file.name)
        await writeFile(path.join(home, path.basename(file.name)), bytes.subarray(from, to), { mode: 0o600 });
      from = to;
    }
  }

  #read(name: string): Buffer {
    return brotliDecompressSync(readFileSync(path.join(folder, this.name, name)));
  }
}

/** Oldest first. */
export function keptStores(): KeptStore[] {
  const names = readdirSync(folder).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return names.map((name) => new KeptStore(name));
}

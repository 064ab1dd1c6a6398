import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import path from 'node:path';
import type { Readable } from 'node:stream';

interface ZipEntry {
  readonly fileName: string;
}
interface ZipFile extends AsyncIterable<ZipEntry> {
  readEntry(): void;
  on(event: string, listener: (value: never) => void): void;
  openReadStream(entry: ZipEntry, callback: (error: Error | null, stream: Readable) => void): void;
}

const require = createRequire(import.meta.url);
/** What packs a VSIX also unpacks it, on every platform. */
const yauzl = createRequire(require.resolve('@vscode/vsce/package.json'))('yauzl') as {
  open(
    file: string,
    options: { lazyEntries: true },
    callback: (error: Error | null, zip: ZipFile) => void,
  ): void;
};

/** Unpacks a VSIX into an empty folder. Returns the names of its files, with `/`. */
export async function unpack(vsix: string, folder: string): Promise<string[]> {
  const zip = await new Promise<ZipFile>((resolve, reject) =>
    yauzl.open(vsix, { lazyEntries: true }, (error, file) => (error ? reject(error) : resolve(file))),
  );
  const names: string[] = [];
  return new Promise((resolve, reject) => {
    const next = async (entry: ZipEntry) => {
      const file = path.join(folder, entry.fileName);
      const stream = await new Promise<Readable>((done, fail) =>
        zip.openReadStream(entry, (error, opened) => (error ? fail(error) : done(opened))),
      );
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, await buffer(stream));
      names.push(entry.fileName);
      zip.readEntry();
    };
    zip.on('entry', (entry: ZipEntry) => void next(entry).catch(reject));
    zip.on('end', () => resolve(names));
    zip.on('error', reject);
    zip.readEntry();
  });
}

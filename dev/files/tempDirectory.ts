import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder of one test, gone afterwards. */
export class TempDirectory implements AsyncDisposable {
  readonly path: string;

  constructor(directory: string) {
    this.path = directory;
  }

  join(...parts: string[]): string {
    return path.join(this.path, ...parts);
  }

  /** Writes a file, makes the folders above it, and returns its absolute path. */
  async write(relative: string, content: string | Uint8Array): Promise<string> {
    const file = this.join(relative);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
    return file;
  }

  /** Makes a folder and returns its absolute path. */
  async makeDirectory(relative: string): Promise<string> {
    const directory = this.join(relative);
    await mkdir(directory, { recursive: true });
    return directory;
  }

  async dispose(): Promise<void> {
    // A process that has just been killed may still be closing its files.
    await rm(this.path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }
}

/** Makes a temporary folder; the real path, so that it compares equal to what processes report. */
export async function tempDirectory(prefix = 'test'): Promise<TempDirectory> {
  return new TempDirectory(await realpath(await mkdtemp(path.join(tmpdir(), `memory-bridge-${prefix}-`))));
}

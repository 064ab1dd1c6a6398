import { constants } from 'node:fs';
import { type FileHandle, link, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { MemoryBridgeError } from '../core/errors.ts';

/** Windows has no such flag, and counts it as 0. */
const { O_RDWR, O_CREAT, O_NOFOLLOW } = constants;

/**
 * A file that is written beside its target and gets its name when it is whole: nobody ever reads a half of it, and one that
 * was there stays until then.
 */
export class ExportFile {
  readonly target: string;
  readonly #draft: string;
  #handle: FileHandle | undefined;
  #bytes = 0;

  /** `mark` tells drafts of two exports to one target apart. */
  constructor(target: string, mark: string) {
    this.target = target;
    this.#draft = path.join(path.dirname(target), `.${path.basename(target)}.${mark}.part`);
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Goes on behind so many bytes: what was written after them is written again. */
  async open(bytes: number): Promise<void> {
    if (this.#handle) return;
    const handle = await open(this.#draft, O_RDWR | O_CREAT | O_NOFOLLOW, 0o600);
    try {
      const info = await handle.stat();
      if (!info.isFile() || info.size < bytes)
        throw new MemoryBridgeError(
          'unavailable',
          `What was written to ${this.#draft} is gone. Export again.`,
        );
      await handle.truncate(bytes);
    } catch (error) {
      await handle.close();
      throw error;
    }
    this.#handle = handle;
    this.#bytes = bytes;
  }

  async write(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    // A disk that becomes full takes a part of them, and only the next write is refused.
    for (let at = 0; this.#handle && at < bytes.length;)
      at += (await this.#handle.write(bytes, at, bytes.length - at, this.#bytes + at)).bytesWritten;
    this.#bytes += bytes.length;
  }

  /** Gives the file its name. Throws `conflict` when something has got that name meanwhile and may not be replaced. */
  async publish({ isReplaced }: { readonly isReplaced: boolean }): Promise<void> {
    await this.#handle?.sync();
    await this.close();
    // It had its name already when the process ended.
    if (!(await exists(this.#draft)) && (await exists(this.target))) return;
    if (isReplaced) return rename(this.#draft, this.target);
    try {
      await link(this.#draft, this.target);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST' || (await exists(this.target))) throw taken(this.target);
      // A file system without links.
      return rename(this.#draft, this.target);
    }
    await rm(this.#draft, { force: true });
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }

  /** Nothing is left of it. */
  async discard(): Promise<void> {
    await this.close();
    await rm(this.#draft, { force: true });
  }
}

const taken = (target: string): MemoryBridgeError =>
  new MemoryBridgeError('conflict', `${target} exists already. Choose another name.`, {
    details: { path: target },
  });

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

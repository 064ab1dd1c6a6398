import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ModelFile, ModelManifest } from '../../protocol/embedderSettings.ts';
import { filesOf } from './modelCatalogue.ts';

/** Where one model lies below `<home>/models`. */
export class ModelFolder {
  readonly path: string;
  readonly manifest: ModelManifest;

  constructor(models: string, manifest: ModelManifest) {
    this.manifest = manifest;
    this.path = path.join(models, manifest.name.replace('/', '--'));
  }

  pathOf(file: ModelFile): string {
    return path.join(this.path, ...file.path.split('/'));
  }

  /** What is being downloaded. The hash is in its name: no other version of the file is ever continued with. */
  partOf(file: ModelFile): string {
    return `${this.pathOf(file)}.${file.sha256.slice(0, 12)}.part`;
  }

  get lock(): string {
    return `${this.path}.lock`;
  }

  /** Files that are missing or not the ones the manifest names; empty when the model can be used. */
  async missing(): Promise<ModelFile[]> {
    const found: ModelFile[] = [];
    for (const file of filesOf(this.manifest))
      if (!(await isGenuine(this.pathOf(file), file))) found.push(file);
    return found;
  }

  /** Bytes of these files that have been fetched already. */
  async bytesInParts(files: readonly ModelFile[]): Promise<number> {
    let sum = 0;
    for (const file of files) sum += (await sizeOf(this.partOf(file))) ?? 0;
    return sum;
  }

  /** Deletes everything of this model. Returns the bytes that became free. */
  async remove(): Promise<number> {
    const entries = await readdir(this.path, { recursive: true, withFileTypes: true }).catch(() => []);
    let freed = 0;
    for (const entry of entries)
      if (entry.isFile()) freed += (await sizeOf(path.join(entry.parentPath, entry.name))) ?? 0;
    await rm(this.path, { recursive: true, force: true });
    return freed;
  }

  /** Halves of other versions, left behind by a change of the manifest. */
  async removeStaleParts(): Promise<void> {
    for (const file of filesOf(this.manifest)) {
      const [whole, wanted] = [this.pathOf(file), path.basename(this.partOf(file))];
      const folder = path.dirname(whole);
      const names = await readdir(folder).catch(() => []);
      const isStale = (name: string) =>
        name.startsWith(`${path.basename(whole)}.`) && name.endsWith('.part') && name !== wanted;
      for (const name of names.filter(isStale)) await rm(path.join(folder, name), { force: true });
    }
  }

  /** Empty folders only, so that a failed download leaves nothing behind. */
  async removeIfEmpty(): Promise<void> {
    const folders = filesOf(this.manifest).map((file) => path.dirname(this.pathOf(file)));
    for (const folder of [...folders.sort((a, b) => b.length - a.length), this.path])
      await rmdir(folder).catch(() => {});
  }
}

/** Compares size first: most wrong files need no hashing. */
export async function isGenuine(file: string, { bytes, sha256 }: ModelFile): Promise<boolean> {
  if ((await sizeOf(file)) !== bytes) return false;
  return (await sha256Of(file)) === sha256;
}

export async function sizeOf(file: string): Promise<number | undefined> {
  const info = await stat(file).catch(() => undefined);
  return info?.isFile() ? info.size : undefined;
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 }))
    hash.update(chunk as Buffer);
  return hash.digest('hex');
}

import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ModelFile, ModelManifest } from '../../protocol/embedderSettings.ts';
import { embedFailure } from '../embedFailure.ts';
import { asDownloadFault, DownloadFault } from './downloadFault.ts';
import { lockDownload } from './downloadLock.ts';
import { ModelFolder, isGenuine, sizeOf } from './modelFolder.ts';

/** Folders below the one that is named are looked into this deep: a copy of a hub's cache is deeper than a download. */
const deepest = 6;

/**
 * Takes the files of a model from a folder (they are recognised by their content, not by their names) or from one file,
 * for computers without the internet. Returns the files that are still missing afterwards: none when the model is whole.
 * Throws when nothing of the model was found.
 */
export async function importModel(
  models: string,
  manifest: ModelManifest,
  source: string,
  signal?: AbortSignal,
): Promise<ModelFile[]> {
  const folder = new ModelFolder(models, manifest);
  const candidates = await filesBelow(source);
  const release = await lockDownload(folder.lock, { signal });
  try {
    const missing = await folder.missing();
    let taken = 0;
    for (const file of missing) {
      const match = await findGenuine(candidates, file);
      if (match === undefined) continue;
      await take(match, folder, file);
      taken++;
    }
    if (missing.length > 0 && taken === 0)
      throw embedFailure(
        'not_found',
        `No file of ${manifest.name} was found in ${source}.`,
        `Needed: ${missing.map(({ path, bytes }) => `${path} (${bytes} bytes)`).join(', ')}, exactly as published.`,
      );
    return await folder.missing();
  } catch (error) {
    const fault = asDownloadFault(error, folder.path);
    throw DownloadFault.is(fault) ? fault.error : fault;
  } finally {
    await folder.removeIfEmpty();
    await release();
  }
}

/** Copied under another name first and looked at again: the source may be a stick that is about to be pulled. */
async function take(source: string, folder: ModelFolder, file: ModelFile): Promise<void> {
  const [part, target] = [folder.partOf(file), folder.pathOf(file)];
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  try {
    await copyFile(source, part);
    if (!(await isGenuine(part, file)))
      throw embedFailure('corrupt', `${source} could not be copied whole.`, 'Try again.');
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function findGenuine(candidates: readonly string[], file: ModelFile): Promise<string | undefined> {
  for (const candidate of candidates)
    if ((await sizeOf(candidate)) === file.bytes && (await isGenuine(candidate, file))) return candidate;
  return undefined;
}

async function filesBelow(source: string, depth = 0): Promise<string[]> {
  const info = await stat(source).catch(() => undefined);
  if (!info && depth === 0)
    throw embedFailure(
      'not_found',
      `There is nothing at ${source}.`,
      'Name a file or a folder of the model.',
    );
  if (info?.isFile()) return [source];
  if (!info?.isDirectory() || depth > deepest) return [];
  const names = await readdir(source).catch(() => []);
  const below = await Promise.all(names.map((name) => filesBelow(path.join(source, name), depth + 1)));
  return below.flat();
}

import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { MemoryBridgeError } from '../../core/errors.ts';
import type { ModelFile, ModelManifest } from '../../protocol/embedderSettings.ts';
import { embedFailure } from '../embedFailure.ts';
import { asDownloadFault, DownloadFault } from './downloadFault.ts';
import { lockDownload } from './downloadLock.ts';
import { howToFetchLfs, isLfsPointer } from './lfsPointer.ts';
import { filesOf } from './modelCatalogue.ts';
import { ModelFolder, isGenuine, sizeOf } from './modelFolder.ts';
import { manifestsAmong, storeManifest } from './modelManifests.ts';

/** Folders below the one that is named are looked into this deep: a copy of a hub's cache is deeper than a download. */
const deepest = 6;

export interface Imported {
  /** Files of the model that are still missing: none when it is whole. */
  readonly missing: readonly ModelFile[];
  /** Paths of Git LFS pointers among what was given, while something is missing. */
  readonly pointers: readonly string[];
}

/**
 * Takes the files of a model from files that were given (they are recognised by their content, not by their names), for
 * computers without the internet. Throws when nothing of the model was found.
 */
export async function importModel(
  models: string,
  manifest: ModelManifest,
  candidates: readonly string[],
  signal?: AbortSignal,
): Promise<Imported> {
  const folder = new ModelFolder(models, manifest);
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
    const left = await folder.missing();
    const pointers = left.length > 0 ? await pointersAmong(candidates) : [];
    const isDescribed = (await manifestsAmong(candidates)).some(({ name }) => name === manifest.name);
    if (missing.length > 0 && taken === 0 && !isDescribed) throw nothingFound(manifest, missing, pointers);
    if (isDescribed) await storeManifest(folder);
    return { missing: left, pointers };
  } catch (error) {
    const fault = asDownloadFault(error, folder.path);
    throw DownloadFault.is(fault) ? fault.error : fault;
  } finally {
    await folder.removeIfEmpty();
    await release();
  }
}

/** The first of several models of which something is among the files. */
export async function modelAmong(
  candidates: readonly string[],
  manifests: readonly ModelManifest[],
): Promise<ModelManifest | undefined> {
  for (const manifest of manifests)
    for (const file of filesOf(manifest))
      if ((await findGenuine(candidates, file)) !== undefined) return manifest;
  return undefined;
}

function nothingFound(
  { name }: ModelManifest,
  missing: readonly ModelFile[],
  [pointer]: readonly string[],
): MemoryBridgeError {
  if (pointer !== undefined)
    return embedFailure('not_found', `${pointer} is a Git LFS pointer, not the file itself.`, howToFetchLfs);
  return embedFailure(
    'not_found',
    `No file of ${name} was found.`,
    `Needed: ${missing.map(({ path, bytes }) => `${path} (${bytes} bytes)`).join(', ')}, exactly as published. ` +
      'Import another model together with its manifest.',
  );
}

/** Copied under another name first and looked at again: the source may be a stick that is about to be pulled. */
async function take(source: string, folder: ModelFolder, file: ModelFile): Promise<void> {
  const [part, target] = [folder.partOf(file), folder.pathOf(file)];
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  try {
    await copyFile(source, part);
    if (!(await isGenuine(part, file)))
      throw embedFailure('corrupt', `${source} could not be copied completely.`, 'Try again.');
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

async function pointersAmong(candidates: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const candidate of candidates) if (await isLfsPointer(candidate)) found.push(candidate);
  return found;
}

/** Every file that is given or lies below what is given. Throws `not_found` where there is nothing. */
export async function filesAt(sources: readonly string[]): Promise<string[]> {
  const found = await Promise.all(sources.map((source) => filesBelow(source)));
  return [...new Set(found.flat())];
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

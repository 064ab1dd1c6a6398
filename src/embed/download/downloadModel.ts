import { statfs } from 'node:fs/promises';
import path from 'node:path';
import type { ModelFile } from '../../protocol/embedderSettings.ts';
import { embedFailure } from '../embedFailure.ts';
import { diskFull } from './downloadFault.ts';
import { lockDownload, removeAbandonedLock } from './downloadLock.ts';
import { type DownloadOptions, usualLimits } from './downloadOptions.ts';
import { fetchFile } from './fetchFile.ts';
import { addressOf, filesOf, totalBytes } from './modelCatalogue.ts';
import { ModelFolder } from './modelFolder.ts';

/** Room that is left to others, bytes. */
const reserve = 10 * 1024 * 1024;
/** News of progress at most this often, ms. */
const progressEvery = 100;

/**
 * Makes sure that a model is there and genuine, downloading what is missing. Resolves with its folder; throws a
 * `MemoryBridgeError` that says what to do, or the signal's reason. What was fetched before stays and is continued.
 */
export async function downloadModel(options: DownloadOptions): Promise<ModelFolder> {
  const { models, manifest, signal, onWait } = options;
  const folder = new ModelFolder(models, manifest);
  if ((await folder.missing()).length === 0) {
    await removeAbandonedLock(folder.lock);
    return folder;
  }
  const release = await lockDownload(folder.lock, { signal, ...(onWait ? { onWait } : {}) });
  try {
    // Whoever held the lock may have done it all.
    const missing = await folder.missing();
    await folder.removeStaleParts();
    await assertRoom(folder, missing);
    await fetchAll(options, folder, missing);
    return folder;
  } finally {
    await folder.removeIfEmpty();
    await release();
  }
}

async function fetchAll(
  options: DownloadOptions,
  folder: ModelFolder,
  missing: readonly ModelFile[],
): Promise<void> {
  const { manifest, mirror, network, logger } = options;
  const limits = { ...usualLimits, ...options.limits };
  const overall = AbortSignal.timeout(limits.overallMs);
  const signal = options.signal ? AbortSignal.any([options.signal, overall]) : overall;
  const report = progressReport(options, missing);
  try {
    for (const file of missing) {
      await fetchFile({
        url: addressOf(manifest, file, mirror),
        file,
        part: folder.partOf(file),
        target: folder.pathOf(file),
        network,
        limits,
        signal,
        logger,
        onBytes: (received) => report(file, received),
      });
    }
  } catch (error) {
    if (overall.aborted && !options.signal?.aborted)
      throw embedFailure(
        'unavailable',
        `The download of ${manifest.name} was not done after ${Math.round(limits.overallMs / 60_000)} minutes.`,
        'Start it again to resume where it stopped.',
        { cause: error },
      );
    throw error;
  }
}

/** Sums over the files; the first and the last news of a file always pass. */
function progressReport({ manifest, onProgress }: DownloadOptions, missing: readonly ModelFile[]) {
  const total = totalBytes(manifest);
  const received = new Map(filesOf(manifest).map((file) => [file, missing.includes(file) ? 0 : file.bytes]));
  let last: { file: ModelFile; at: number } | undefined;
  return (file: ModelFile, bytes: number): void => {
    received.set(file, bytes);
    const now = performance.now();
    if (last?.file === file && bytes < file.bytes && now - last.at < progressEvery) return;
    last = { file, at: now };
    onProgress?.({
      file: file.path,
      received: bytes,
      total: file.bytes,
      model: { received: [...received.values()].reduce((sum, each) => sum + each, 0), total },
    });
  };
}

/** Better to say it now than after most of it. */
async function assertRoom(folder: ModelFolder, missing: readonly ModelFile[]): Promise<void> {
  const parent = path.dirname(folder.path);
  const disk = await statfs(parent).catch(() => undefined);
  if (!disk) return;
  const needed = missing.reduce((sum, { bytes }) => sum + bytes, 0) + reserve;
  if (disk.bavail * disk.bsize + (await folder.bytesInParts(missing)) < needed) throw diskFull(folder.path);
}

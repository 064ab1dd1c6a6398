import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { Logger } from '../../core/ports.ts';
import { backoffMs, sleep } from '../../net/retry.ts';
import { DownloadFault, asDownloadFault, otherFile } from './downloadFault.ts';
import { type PartRequest, fetchPart } from './fetchPart.ts';
import { isGenuine, sizeOf } from './modelFolder.ts';

/**
 * Fetches one file: asks again after what may pass, continues what is there, and gives the file its name once its hash
 * is right. Afterwards the file is genuine, or a `MemoryBridgeError` says why not; half of a file stays for the next
 * time unless it is wrong or the disk is full.
 */
export async function fetchFile(
  request: PartRequest & { readonly target: string; readonly logger?: Logger | undefined },
): Promise<void> {
  const { file, part, target, limits, signal, logger } = request;
  let failures = 0;
  let wrong = 0;
  let best = (await sizeOf(part)) ?? 0;
  for (;;) {
    signal.throwIfAborted();
    const before = (await sizeOf(part)) ?? 0;
    try {
      await fetchPart(request);
      if (await isGenuine(part, file)) {
        await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
        await rename(part, target);
        return;
      }
      await rm(part, { force: true });
      // A beginning from another time may have been the fault. A file that came in one go is what the server has.
      wrong++;
      logger?.warn('A downloaded file has the wrong hash.', { file: file.path, continuedFrom: before });
      if (before === 0 || wrong > 1) throw otherFile(request.url, 'its SHA-256 does not match');
      best = 0;
    } catch (error) {
      signal.throwIfAborted();
      const fault = asDownloadFault(error, path.dirname(part));
      if (!DownloadFault.is(fault)) throw fault;
      // What fills the disk or is of another file is of no use to the next attempt.
      if (MemoryBridgeError.is(fault.error, 'disk_full', 'corrupt')) await rm(part, { force: true });
      const present = (await sizeOf(part)) ?? 0;
      failures = present > best ? 1 : failures + 1;
      best = Math.max(best, present);
      const pause = fault.error.retryAfter ?? 0;
      if (!fault.isRetryable || failures >= limits.attempts || pause > limits.longestPauseSeconds)
        throw fault.error;
      logger?.info('The download of a model is tried again.', {
        file: file.path,
        why: fault.message,
        failures,
      });
      await sleep(Math.max(pause * 1_000, backoffMs(failures - 1, limits.backoffMs)), signal);
    }
  }
}

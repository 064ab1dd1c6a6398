import type { MemoryBridgeError } from '../../core/errors.ts';
import { embedFailure } from '../embedFailure.ts';
import type { OpenResponse } from '../../net/openResponse.ts';
import { retryAfterSeconds } from '../../net/retry.ts';
import { TransportError } from '../../net/transportError.ts';

/** Why one attempt at a file ended without it, in the error that is shown when no further one is made. */
export class DownloadFault extends Error {
  readonly error: MemoryBridgeError;
  readonly isRetryable: boolean;

  constructor(error: MemoryBridgeError, isRetryable: boolean) {
    super(error.message, { cause: error });
    this.name = 'DownloadFault';
    this.error = error;
    this.isRetryable = isRetryable;
  }

  static is(value: unknown): value is DownloadFault {
    return value instanceof DownloadFault;
  }
}

const byHand = 'copy the files from a computer that has them: memory-bridge model import <path>.';
const elsewhere = `Set another mirror, or ${byHand}`;

/** What a status other than 200 and 206 means. */
export function statusFault({ status, headers }: OpenResponse, url: URL): DownloadFault {
  const retryAfter = retryAfterSeconds(headers['retry-after']);
  const { host } = url;
  if (status === 429)
    return new DownloadFault(
      embedFailure('rate_limited', `${host} has had too many requests from here.`, 'Try again later.', {
        retryAfter,
      }),
      true,
    );
  if (status >= 500)
    return new DownloadFault(
      embedFailure(
        'unavailable',
        `${host} has a problem (status ${status}).`,
        `Try again later. ${elsewhere}`,
        {
          retryAfter,
        },
      ),
      true,
    );
  if (status === 404 || status === 410)
    return new DownloadFault(
      embedFailure(
        'not_found',
        `${host} has no file ${url.pathname}.`,
        `Check the mirror and the model's name. ${elsewhere}`,
      ),
      false,
    );
  if (status === 407)
    return new DownloadFault(
      embedFailure('forbidden', 'The proxy requires a user name and a password.', 'Put them in HTTPS_PROXY.'),
      false,
    );
  return new DownloadFault(
    embedFailure('forbidden', `${host} does not give out ${url.pathname} (status ${status}).`, elsewhere),
    false,
  );
}

export function signInPage(url: URL): DownloadFault {
  return new DownloadFault(
    embedFailure(
      'unavailable',
      `${url.host} answered with a web page instead of the model file.`,
      'This network may want you to sign in: open a page in a browser, then try again. Otherwise check the mirror.',
    ),
    false,
  );
}

export function otherFile(url: URL, what: string): DownloadFault {
  return new DownloadFault(
    embedFailure(
      'corrupt',
      `What ${url.host} sent is not the file that was expected: ${what}.`,
      `Nothing of it was kept. ${elsewhere}`,
    ),
    false,
  );
}

export function lfsPointer(url: URL): DownloadFault {
  return new DownloadFault(
    embedFailure(
      'corrupt',
      `${url.host} sent a Git LFS pointer instead of the file.`,
      `The mirror has to serve the files themselves. ${elsewhere}`,
    ),
    false,
  );
}

export function cutOff(url: URL, received: number, total: number): DownloadFault {
  return new DownloadFault(
    embedFailure(
      'unavailable',
      `${url.host} ended the download after ${received} of ${total} bytes.`,
      'Start it again to resume where it stopped.',
    ),
    true,
  );
}

/** Failures of sockets and disks. Anything else is a defect and stays what it is. */
export function asDownloadFault(error: unknown, folder: string): unknown {
  if (TransportError.is(error))
    return new DownloadFault(
      embedFailure(
        TransportError.is(error, 'redirect', 'offline') ? 'forbidden' : 'unavailable',
        error.message,
        `${error.advice} ${TransportError.is(error, 'offline') ? `Or ${byHand}` : elsewhere}`,
        { cause: error },
      ),
      error.isRetryable,
    );
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new DownloadFault(diskFull(folder, error), false);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new DownloadFault(
      embedFailure('read_only', `${folder} cannot be written (${code}).`, 'Correct its permissions.', {
        cause: error,
      }),
      false,
    );
  return error;
}

export function diskFull(folder: string, cause?: unknown): MemoryBridgeError {
  return embedFailure(
    'disk_full',
    `There is no space left for the model in ${folder}.`,
    'Make room on the disk, then download it again.',
    { cause },
  );
}

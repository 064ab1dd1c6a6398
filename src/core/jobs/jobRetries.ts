import { MemoryBridgeError } from '../errors.ts';
import type { Job } from './job.ts';

/** Taken so often without getting on, a job is given up. */
export const mostAttempts = 5;
/** Before the second attempt; doubles with each one, ms. */
const firstRest = 1_000;
const longestRest = 5 * 60_000;

export type JobFailure =
  | { readonly state: 'queued'; readonly runAfter: number; readonly error: string }
  | { readonly state: 'failed'; readonly error: string };

/** What went wrong, for people. */
export const failureText = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/**
 * What becomes of a job whose attempt has failed: it waits and is tried again, or is given up. Errors that say that the
 * job asks for something wrong are no better the next time.
 *
 * @param sentence Why it has failed, as it may be written down.
 */
export function afterFailure(
  { attempts }: Pick<Job, 'attempts'>,
  error: unknown,
  now: number,
  sentence = failureText(error),
): JobFailure {
  const isHopeless = MemoryBridgeError.is(error, 'invalid_input', 'not_found', 'conflict', 'forbidden');
  if (isHopeless || attempts >= mostAttempts) return { state: 'failed', error: sentence };
  const usual = Math.min(longestRest, firstRest * 2 ** (attempts - 1));
  const wished = (MemoryBridgeError.is(error) ? (error.retryAfter ?? 0) : 0) * 1_000;
  return { state: 'queued', runAfter: now + Math.max(usual, wished), error: sentence };
}

/** Why a job is not even begun again: each time it was taken, the process ended before it had got on. */
export function refusedAfter({ attempts }: Pick<Job, 'attempts'>): string | undefined {
  return attempts > mostAttempts
    ? `It was begun ${attempts - 1} times, and each time the memory server ended in the middle of it. See the server's log.`
    : undefined;
}

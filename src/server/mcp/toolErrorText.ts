import type { ErrorCode, MemoryBridgeError } from '../../core/errors.ts';
import { withoutFenceMarks } from '../../core/text/fenceMarks.ts';

/** What a model can do where the call itself was right; refusals of a call say it in their own message. */
const advice: Partial<Record<ErrorCode, string>> = {
  invalid_input: 'Correct the arguments and call again.',
  rate_limited: 'Call less often.',
  draining: 'Call again in a few seconds.',
  unavailable: 'Call again in a few seconds.',
  internal: 'Go on without memory and tell the person.',
  corrupt: 'Go on without memory and tell the person.',
  disk_full: 'Go on without memory and tell the person.',
  read_only: 'Do not try again, and tell the person.',
  newer_database: 'Go on without memory and tell the person.',
  newer_owner: 'Go on without memory and tell the person.',
  owner_elsewhere: 'Go on without memory and tell the person.',
  owner_hung: 'Go on without memory and tell the person.',
  port_taken: 'Go on without memory and tell the person.',
  port_mismatch: 'Go on without memory and tell the person.',
  unauthorized: 'Go on without memory and tell the person.',
};

/** Text of a failed call on one line: what is wrong, then what to do next. */
export function toolErrorText(error: MemoryBridgeError): string {
  const next = advice[error.code];
  const text =
    next === undefined || error.message.endsWith(next) ? error.message : `${error.message} ${next}`;
  return withoutFenceMarks(text);
}

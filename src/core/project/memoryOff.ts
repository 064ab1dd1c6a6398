import { MemoryBridgeError } from '../errors.ts';

/** The reason by which programs know that a call was refused because memory is off where it was made. */
export const offReason = 'project_off';

export const isRefusedAsOff = (error: unknown): error is MemoryBridgeError =>
  MemoryBridgeError.is(error, 'forbidden') && error.details?.['reason'] === offReason;

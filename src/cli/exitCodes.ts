import { MemoryBridgeError } from '../core/errors.ts';
import type { CliIo } from './cliIo.ts';
import { sayFileFault } from './fileFault.ts';
import { forPeople } from './forPeople.ts';
import { UsageError } from './usageError.ts';

/** The whole contract with scripts. */
export const exitCodes = { done: 0, failed: 1, usage: 2 } as const;

/**
 * Tells a failure and chooses the exit code. With `--json` standard output stays empty and standard error carries
 * `{"error":{"code","message","details"?}}` in one line: whoever reads the output gets a result or nothing.
 */
export function reportError(error: unknown, io: CliIo, json: boolean): number {
  const known = MemoryBridgeError.is(error);
  const usage = UsageError.is(error) || MemoryBridgeError.is(error, 'invalid_input');
  const code = known || UsageError.is(error) ? error.code : 'internal';
  const message = sayFileFault(error) ?? (error instanceof Error ? error.message : String(error));
  if (json) {
    const details = known && error.details ? { details: error.details } : {};
    io.note(JSON.stringify({ error: { code, message, ...details } }));
  } else {
    const trace = error instanceof Error && io.env['MEMORY_BRIDGE_DEBUG'] ? `\n${error.stack ?? ''}` : '';
    io.note(`memory-bridge: ${known ? forPeople(error) : message}${trace}`);
  }
  return usage ? exitCodes.usage : exitCodes.failed;
}

import { MemoryBridgeError } from '../../core/errors.ts';
import type { Redactor } from '../../core/ports.ts';

/** A job keeps what it is to read, by its name: one that may not be written down is not read. */
export async function refuseSecretName(file: string, redactor: Redactor): Promise<void> {
  const { text, found } = await redactor.redact(file);
  if (text === file) return;
  throw new MemoryBridgeError(
    'invalid_input',
    `path: its name holds what is not written down (${found.join(', ')}), and reading it would write it down. Rename the file or folder first: ${text}`,
    { details: { field: 'path', reason: 'secret_name' } },
  );
}

import { lendable } from '../core/lending.ts';
import type { CallDefinition, OperationDefinition } from '../protocol/operation.ts';
import { lendKeyOperation } from '../protocol/operations/embedding/lendKey.ts';
import type { MemoryClient } from './memoryClient.ts';

/**
 * Lends the server what a verb may need of this process's environment: one that a window has started sees next to nothing
 * of it. To be called right before the verb.
 */
export async function lendEnvironment(
  client: Pick<MemoryClient, 'call'>,
  definition: CallDefinition & Pick<OperationDefinition, 'borrows'>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  if (definition.borrows === undefined) return;
  const values = lendable(definition.borrows, env);
  if (Object.keys(values).length > 0) await client.call(lendKeyOperation, { values });
}

import { lendable } from '../core/lending.ts';
import type { Loan } from '../core/taskLoans.ts';
import type { CallDefinition, OperationDefinition } from '../protocol/operation.ts';
import { lendKeyOperation } from '../protocol/operations/embedding/lendKey.ts';
import type { MemoryClient } from './memoryClient.ts';

/**
 * Lends the server what a verb may need of this process's environment: one that a window has started sees next to nothing
 * of it. To be called right before the verb. Returns what is to go with the call itself.
 */
export async function lendEnvironment(
  client: Pick<MemoryClient, 'call'>,
  { borrows }: CallDefinition & Pick<OperationDefinition, 'borrows'>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Loan | undefined> {
  const values = borrows && lendable(borrows, env);
  if (values === undefined || Object.keys(values).length === 0) return undefined;
  if (borrows === 'forgeTokens') return values;
  await client.call(lendKeyOperation, { values });
  return undefined;
}

import { lendable, type Lending } from '../core/lending.ts';
import type { Loan } from '../core/taskLoans.ts';

/**
 * Lends the server what a verb may need of this process's environment: one that a window has started sees next to nothing
 * of it. To be called right before the verb. Returns what is to go with the call itself; what is kept for a while goes
 * ahead of it, by `lend`, which calls `lend_key`.
 */
export async function lendEnvironment(
  borrows: Lending | undefined,
  env: Readonly<Record<string, string | undefined>>,
  lend: (input: { readonly values: Loan }) => Promise<unknown>,
): Promise<Loan | undefined> {
  const values = borrows && lendable(borrows, env);
  if (values === undefined || Object.keys(values).length === 0) return undefined;
  if (borrows === 'forgeTokens') return values;
  await lend({ values });
  return undefined;
}

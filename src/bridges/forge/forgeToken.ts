import type { KnownForge } from '../../core/forge/forges.ts';
import type { LentValues } from '../../core/lentValues.ts';
import type { Loan } from '../../core/taskLoans.ts';

export interface TokenSources {
  /** Of whoever asks, for this task alone. */
  readonly lent: Loan;
  /** Of editors, by the origin of the pages that they are for. */
  readonly kept: Pick<LentValues, 'get'>;
  /** Of the server itself. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * The token for one forge. A variable is for one host alone, so none leads a token anywhere else, and what one client lends
 * is not seen by the task of another.
 */
export function forgeToken(
  { web, tokenVariables }: KnownForge,
  { lent, kept, env }: TokenSources,
): string | undefined {
  const named = (values: Readonly<Record<string, string | undefined>>): string | undefined =>
    tokenVariables.map((name) => values[name]?.trim()).find(Boolean);
  return named(lent) ?? kept.get(new URL(web).origin) ?? named(env);
}

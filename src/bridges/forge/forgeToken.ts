import type { KnownForge } from '../../core/forge/forges.ts';
import type { LentValues } from '../../core/lentValues.ts';

/**
 * The token for one forge: what was lent for the origin of its pages, else the variables that are for it, lent or of this
 * process. A variable is for one host alone, so none leads a token anywhere else.
 */
export function forgeToken(
  { web, tokenVariables }: KnownForge,
  lent: LentValues,
  env: NodeJS.ProcessEnv,
): string | undefined {
  const forOrigin = lent.get(new URL(web).origin);
  if (forOrigin !== undefined) return forOrigin;
  for (const name of tokenVariables) {
    const value = lent.get(name) ?? env[name]?.trim();
    if (value) return value;
  }
  return undefined;
}

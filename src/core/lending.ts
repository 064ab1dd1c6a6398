import { forgeTokenName } from './forge/forgeTokenNames.ts';
import type { Loan } from './taskLoans.ts';

/**
 * Kinds of values that a task may need of the environment of whoever starts it. Tokens of forges go with the call, to that
 * task alone; keys of models are kept for a while, since questions need them when the task has ended.
 */
export type Lending = 'forgeTokens' | 'embeddingKeys';

const embeddingKeys: ReadonlySet<string> = new Set([
  'MEMORY_BRIDGE_EMBEDDING_KEY',
  'OPENAI_API_KEY',
  'VOYAGE_API_KEY',
]);

/** More than any token has, in characters: together they have to fit into a header. */
const longest = 1_000;
const most = 6;

/** Values of an environment of one kind: those that are lent for a task, by their names. */
export function lendable(lending: Lending, env: Readonly<Record<string, string | undefined>>): Loan {
  const isOfKind = (name: string): boolean =>
    lending === 'forgeTokens' ? forgeTokenName.test(name) : embeddingKeys.has(name);
  const found = Object.entries(env).flatMap(([name, value = '']): [string, string][] => {
    const [known, said] = [name.toUpperCase(), value.trim()];
    return isOfKind(known) && said !== '' && said.length <= longest ? [[known, said]] : [];
  });
  return Object.fromEntries(found.slice(0, most));
}

import { forgeTokenName } from './forge/forgeTokenNames.ts';

/** Kinds of values that a task may need of the environment of whoever starts it. */
export type Lending = 'forgeTokens' | 'embeddingKeys';

const embeddingKeys: ReadonlySet<string> = new Set([
  'MEMORY_BRIDGE_EMBEDDING_KEY',
  'OPENAI_API_KEY',
  'VOYAGE_API_KEY',
]);

/** Values of an environment of one kind: those that are lent for a task, by their names. */
export function lendable(
  lending: Lending,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const isOfKind = (name: string): boolean =>
    lending === 'forgeTokens' ? forgeTokenName.test(name) : embeddingKeys.has(name);
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => {
      const known = name.toUpperCase();
      return isOfKind(known) && value?.trim() ? [[known, value.trim()]] : [];
    }),
  );
}

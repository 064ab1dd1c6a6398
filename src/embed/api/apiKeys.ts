import { LentValues } from '../../core/lentValues.ts';
import type { ResolvedApi } from './resolveApi.ts';

/** Goes to whatever address the settings name. */
export const embeddingKeyVariable = 'MEMORY_BRIDGE_EMBEDDING_KEY';
/** Keys that other programs use too go to the service they are of and nowhere else. */
const serviceKeys: Readonly<Record<string, string>> = {
  'https://api.openai.com': 'OPENAI_API_KEY',
  'https://api.voyageai.com': 'VOYAGE_API_KEY',
};

/** Keys of APIs, from the environment or lent by a window. They live in memory and are never written anywhere. */
export class ApiKeys {
  readonly #env: NodeJS.ProcessEnv;
  readonly #lent: LentValues;

  constructor(env: NodeJS.ProcessEnv, lent = new LentValues()) {
    this.#env = env;
    this.#lent = lent;
  }

  /**
   * Lends a key for one origin (`https://api.example.com`), so that a change of the address cannot lead it elsewhere;
   * undefined takes it back. Returns whether anything changed.
   */
  lend(origin: string, key: string | undefined): boolean {
    return this.#lent.lend(origin, key);
  }

  keyFor({ base }: ResolvedApi): string | undefined {
    const service = serviceKeys[base.origin];
    const found =
      this.#lent.get(base.origin) ??
      this.#named(embeddingKeyVariable) ??
      (service === undefined ? undefined : this.#named(service));
    return found?.trim() || undefined;
  }

  #named(name: string): string | undefined {
    return this.#lent.get(name) ?? this.#env[name];
  }
}

/** How a person can give a key for an address. */
export function howToGiveKey({ base }: ResolvedApi): string {
  const names = [serviceKeys[base.origin], embeddingKeyVariable].filter((name) => name !== undefined);
  return `Set ${names.join(' or ')} in the environment of the memory server, or enter the key in the editor.`;
}

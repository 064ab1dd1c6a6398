import type { EmbedderSettings } from '../../protocol/embedderSettings.ts';
import type { ApiKeys } from './apiKeys.ts';
import { isApiProvider, resolveApi } from './resolveApi.ts';

/** Origin of the service that these settings need a key of, when none is known; else undefined. */
export function missingKey(keys: ApiKeys, settings: EmbedderSettings): string | undefined {
  const { provider } = settings;
  if (!isApiProvider(provider)) return undefined;
  const api = resolveApi({ ...settings, provider });
  return api.needsKey && keys.keyFor(api) === undefined ? api.base.origin : undefined;
}

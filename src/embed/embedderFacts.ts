import type { EmbedderSettings } from '../protocol/embedderSettings.ts';
import { isApiProvider, resolveApi } from './api/resolveApi.ts';
import { manifestOf, totalBytes } from './download/modelCatalogue.ts';

/** What a person should know of an embedder before choosing it. */
export interface EmbedderFacts {
  /** As vectors and settings name it. */
  readonly model: string;
  /** Another computer that the texts of memories and questions are sent to; null when they stay on this one. */
  readonly sendsTo: string | null;
  /** Bytes to be fetched once; null when there is no download. */
  readonly downloadBytes: number | null;
  /** One sentence about where texts go. */
  readonly privacy: string;
}

/** Throws `invalid_input` for a local model that is not known. */
export function embedderFacts(settings: EmbedderSettings): EmbedderFacts {
  const stays = 'Text stays on this computer.';
  if (settings.provider === 'built-in')
    return { model: 'built-in', sendsTo: null, downloadBytes: null, privacy: stays };
  if (settings.provider === 'local') {
    const manifest = manifestOf(settings);
    return { model: manifest.name, sendsTo: null, downloadBytes: totalBytes(manifest), privacy: stays };
  }
  const { provider } = settings;
  const api = resolveApi({ ...settings, provider });
  const { host } = api.base;
  return {
    model: api.model,
    sendsTo: api.leavesMachine ? host : null,
    downloadBytes: null,
    privacy: api.leavesMachine
      ? `The text of every memory and every question is sent to ${host}.`
      : `Text goes to the server at ${host} on this computer. What happens to it there is up to that server.`,
  };
}

export interface ReembeddingCost {
  readonly texts: number;
  /** Estimated from the length, at four characters a token; what is billed may differ by a third. */
  readonly tokens: number;
  /** At least. */
  readonly requests: number;
  /** One sentence for people; no prices, because they change. */
  readonly note: string;
}

/** What embedding everything anew would take. `characters` counts all texts together. */
export function reembeddingCost(
  settings: EmbedderSettings,
  { texts, characters }: { readonly texts: number; readonly characters: number },
): ReembeddingCost {
  const tokens = Math.ceil(characters / 4);
  const { provider } = settings;
  const facts = embedderFacts(settings);
  const amount = `${texts} texts, about ${tokens} tokens`;
  if (!isApiProvider(provider)) return { texts, tokens, requests: 0, note: `${amount}, at no cost.` };
  const { limits } = resolveApi({ ...settings, provider });
  const requests = Math.max(Math.ceil(texts / limits.inputs), Math.ceil(tokens / limits.tokensPerRequest));
  const note =
    facts.sendsTo === null
      ? `${amount}, at no cost.`
      : `${amount} in ${requests} requests to ${facts.sendsTo}, which may charge for them.`;
  return { texts, tokens, requests, note };
}

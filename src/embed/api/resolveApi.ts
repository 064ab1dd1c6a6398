import type { EmbedderProvider } from '../../protocol/embedderProviders.ts';
import type { EmbedderSettings } from '../../protocol/embedderSettings.ts';
import { isLoopback } from '../../core/safeAddress.ts';

export type ApiProvider = Exclude<EmbedderProvider, 'built-in' | 'local'>;

/** What one request may hold. Tokens are estimated, so the numbers keep some distance from the documented ones. */
export interface ApiLimits {
  readonly inputs: number;
  readonly tokensPerInput: number;
  readonly tokensPerRequest: number;
}

/** Settings of an API with every default filled in. */
export interface ResolvedApi {
  readonly provider: ApiProvider;
  /** Ends with a slash, so that the last part can be put behind it. */
  readonly base: URL;
  readonly model: string;
  /** Asked for; undefined leaves it to the model. */
  readonly dimensions: number | undefined;
  readonly limits: ApiLimits;
  readonly prefixes: Readonly<Record<'query' | 'document', string>>;
  /** Texts go to another computer. */
  readonly leavesMachine: boolean;
  /** The service does not answer without one. */
  readonly needsKey: boolean;
}

const defaults: Readonly<Record<ApiProvider, { readonly baseUrl: string; readonly model: string }>> = {
  openai: { baseUrl: 'https://api.openai.com/v1', model: 'text-embedding-3-small' },
  voyage: { baseUrl: 'https://api.voyageai.com/v1', model: 'voyage-4' },
  // Its default address, as a number: `localhost` may be somebody else's `::1`.
  ollama: { baseUrl: 'http://127.0.0.1:11434', model: 'nomic-embed-text' },
};

/** Models that were trained with a task in front of the text, which servers of open models leave to the caller. */
const taskPrefixes: readonly (readonly [RegExp, ResolvedApi['prefixes']])[] = [
  [/nomic-embed-text/i, { query: 'search_query: ', document: 'search_document: ' }],
  [
    /mxbai-embed-large/i,
    { query: 'Represent this sentence for searching relevant passages: ', document: '' },
  ],
];

export function isApiProvider(provider: EmbedderProvider): provider is ApiProvider {
  return provider in defaults;
}

export function resolveApi(settings: EmbedderSettings & { readonly provider: ApiProvider }): ResolvedApi {
  const { provider, dimensions } = settings;
  const base = new URL(`${(settings.baseUrl ?? defaults[provider].baseUrl).replace(/\/+$/, '')}/`);
  const model = settings.model ?? defaults[provider].model;
  return {
    provider,
    base,
    model,
    dimensions,
    limits: limitsOf(provider, model),
    prefixes: taskPrefixes.find(([pattern]) => pattern.test(model))?.[1] ?? { query: '', document: '' },
    leavesMachine: !isLoopback(base),
    needsKey: provider === 'voyage' || base.origin === new URL(defaults.openai.baseUrl).origin,
  };
}

/**
 * From the providers' documentation, November 2026. OpenAI: 2048 inputs, 8192 tokens each, 300,000 in all. Voyage: 1000
 * inputs, 32,000 tokens each, in all by model. Fewer inputs are sent, so that an answer stays below 10 MB.
 */
function limitsOf(provider: ApiProvider, model: string): ApiLimits {
  if (provider === 'openai') return { inputs: 256, tokensPerInput: 8_000, tokensPerRequest: 250_000 };
  // It works through them one by one, and cuts what is too long itself.
  if (provider === 'ollama') return { inputs: 32, tokensPerInput: 8_000, tokensPerRequest: 64_000 };
  return { inputs: 256, tokensPerInput: 30_000, tokensPerRequest: voyageTokens(model) };
}

function voyageTokens(model: string): number {
  if (/^voyage-(?:4|3\.5)-lite$/.test(model)) return 900_000;
  return /^voyage-(?:4|3\.5|2)$/.test(model) ? 280_000 : 100_000;
}

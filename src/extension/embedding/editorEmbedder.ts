import type { EmbedderProvider } from '../../protocol/embedderProviders.ts';
import {
  embedderSettingsSchema,
  type EmbedderSettings,
  type ModelManifest,
} from '../../protocol/embedderSettings.ts';
import { proxyProblem } from '../../core/safeAddress.ts';

/** Settings of the editor; undefined or empty where nobody chose anything. */
export interface ChosenEmbedder {
  readonly provider: EmbedderProvider | undefined;
  readonly model?: string | undefined;
  readonly baseUrl?: string | undefined;
  readonly dimensions?: number | null | undefined;
  readonly mirror?: string | undefined;
  /** Of a model that was imported a moment ago. No setting of the editor has it. */
  readonly manifest?: ModelManifest | undefined;
  /** The editor's own `http.proxy`. */
  readonly proxy?: string | undefined;
}

export type MergedEmbedder =
  | { readonly kind: 'settings'; readonly settings: EmbedderSettings }
  /** `field` is a setting below `memoryBridge.embedding`. */
  | { readonly kind: 'problem'; readonly field: string; readonly message: string };

/**
 * What the server is to be told. A provider that was chosen in the editor brings all of its settings with it; without
 * one the server's own choice stays, and only the way to a download is added.
 */
export function mergeEmbedder(current: EmbedderSettings, chosen: ChosenEmbedder): MergedEmbedder {
  const { provider } = chosen;
  const proxy = usableProxy(chosen.proxy);
  const wanted =
    provider === undefined
      ? { ...current, mirror: given(chosen.mirror) ?? current.mirror, proxy: current.proxy ?? proxy }
      : {
          provider,
          model: given(chosen.model),
          baseUrl: isApi(provider) ? given(chosen.baseUrl) : undefined,
          dimensions: isApi(provider) ? (chosen.dimensions ?? undefined) : undefined,
          mirror: given(chosen.mirror),
          proxy,
          manifest: chosen.manifest ?? keptManifest(current, chosen),
        };
  const parsed = embedderSettingsSchema.safeParse(
    Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)),
  );
  if (parsed.success) return { kind: 'settings', settings: parsed.data };
  const [issue] = parsed.error.issues;
  return {
    kind: 'problem',
    field: issue?.path.map(String).join('.') ?? '',
    message: issue?.message ?? '',
  };
}

export function sameEmbedder(left: EmbedderSettings, right: EmbedderSettings): boolean {
  const sorted = (settings: EmbedderSettings) =>
    JSON.stringify(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)));
  return sorted(left) === sorted(right);
}

const given = (text: string | undefined): string | undefined => {
  const trimmed = text?.trim();
  return trimmed === '' ? undefined : trimmed;
};

const isApi = (provider: EmbedderProvider): boolean => provider !== 'built-in' && provider !== 'local';

/** A proxy with a password is left out: it would be written to a file. HTTPS_PROXY is the place for it. */
function usableProxy(proxy: string | undefined): string | undefined {
  const address = given(proxy);
  if (address === undefined || proxyProblem(address) !== undefined) return undefined;
  const { username, password } = new URL(address);
  return username === '' && password === '' ? address : undefined;
}

/** A model that was described on the command line stays described. */
function keptManifest(
  { provider, manifest }: EmbedderSettings,
  chosen: ChosenEmbedder,
): EmbedderSettings['manifest'] {
  if (chosen.provider !== 'local' || provider !== 'local') return undefined;
  const model = given(chosen.model);
  return model === undefined || model === manifest?.name ? manifest : undefined;
}

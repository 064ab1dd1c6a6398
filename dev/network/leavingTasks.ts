import type { Purpose } from '../../src/net/purposes.ts';
import type { EmbedderSettings } from '../../src/protocol/embedderSettings.ts';

/** Something that a person can start and that asks somebody beyond this computer. */
export interface LeavingTask {
  readonly name: string;
  readonly purpose: Purpose;
  /** Who is asked when nothing keeps it, of a name that does not exist or is not reached in a test. */
  readonly host: string;
  /** Besides the usual environment, such as a key that no service knows. */
  readonly env?: Readonly<Record<string, string>>;
  /** A memory server with these settings does it by itself. */
  readonly settings?: { readonly embedder?: EmbedderSettings; readonly forges?: object };
  /** A call to a memory server does it. */
  readonly call?: readonly [operation: string, input: object];
  /** Else a command does it, and ends. */
  readonly command?: readonly string[];
}

const api = (name: string, host: string, embedder: EmbedderSettings, env = {}): LeavingTask => ({
  name,
  purpose: 'embedding',
  host,
  env,
  settings: { embedder },
});

/** Every task that would leave the machine, whoever adds one. At least one for each purpose and each provider. */
export const leavingTasks: readonly LeavingTask[] = [
  api('OpenAI', 'api.openai.com', { provider: 'openai' }, { OPENAI_API_KEY: 'none' }),
  api('a server that speaks as OpenAI does', 'vectors.invalid', {
    provider: 'openai',
    baseUrl: 'https://vectors.invalid/v1',
    model: 'any',
  }),
  api('Voyage', 'api.voyageai.com', { provider: 'voyage' }, { VOYAGE_API_KEY: 'none' }),
  api('Ollama on another computer', '192.0.2.1', { provider: 'ollama', baseUrl: 'https://192.0.2.1' }),
  api(
    'an API behind a proxy',
    'proxy.invalid',
    { provider: 'openai', baseUrl: 'https://vectors.invalid/v1', model: 'any' },
    { HTTPS_PROXY: 'http://ann:secret@proxy.invalid:3128' },
  ),
  {
    name: 'a model that the server fetches',
    purpose: 'model',
    host: 'huggingface.co',
    settings: { embedder: { provider: 'local' } },
  },
  {
    name: 'a model from a mirror',
    purpose: 'model',
    host: 'models.invalid',
    settings: { embedder: { provider: 'local', mirror: 'https://models.invalid' } },
  },
  {
    name: 'memory-bridge model download',
    purpose: 'model',
    host: 'models.invalid',
    command: ['model', 'download', '--mirror', 'https://models.invalid'],
  },
  {
    name: 'memory-bridge upgrade',
    purpose: 'upgrade',
    host: 'packages.invalid',
    env: { npm_config_registry: 'https://packages.invalid' },
    command: ['upgrade'],
  },
  {
    name: 'a look-up at GitLab',
    purpose: 'forge',
    host: 'gitlab.invalid',
    settings: { forges: { 'gitlab.invalid': { kind: 'gitlab' } } },
    call: ['enrich_entity', { entity_ref: 'https://gitlab.invalid/team/app/-/issues/3' }],
  },
  {
    name: 'a look-up at GitHub',
    purpose: 'forge',
    host: 'github.invalid',
    settings: { forges: { 'github.invalid': { kind: 'github' } } },
    call: ['enrich_entity', { entity_ref: 'https://github.invalid/team/app/pull/3' }],
  },
];

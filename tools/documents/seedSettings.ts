/** What became of a setting of another system. */
export type SeedSetting =
  /** A setting of ours, with the same default, or one that `because` gives a reason for. */
  | { readonly to: string; readonly as?: string; readonly because?: string }
  /** Something that is no setting of the server: an option, a variable, a file. */
  | { readonly by: string }
  | { readonly comesWith: 'opencode' | 'loops' | 'mem0' }
  | { readonly not: string };

const opencode = { comesWith: 'opencode' } as const;
const loops = { comesWith: 'loops' } as const;
const mem0 = { comesWith: 'mem0' } as const;
const noDaemon = { not: 'there is no daemon: the server runs in an editor window or a command' } as const;
const choice =
  'the built-in embedder needs no download; `memory-bridge model use local` gives all-MiniLM-L6-v2';
const dataFolder = { by: '`MEMORY_BRIDGE_HOME`, `--home`' } as const;

/** Every setting and variable of the systems that people come from, by the name of the system and its own. */
export const seedSettings: Readonly<Record<string, Readonly<Record<string, SeedSetting>>>> = {
  'opencode-semantic-memory': {
    'identity.user': { to: 'identity.user' },
    'identity.instance': { to: 'identity.instance' },
    'boot.identity': { to: 'boot.identity' },
    'boot.active_sessions': { to: 'boot.activeSessions' },
    'boot.hot_items': { to: 'boot.hotItems' },
    'boot.unresolved_blockers': { to: 'boot.unresolvedBlockers' },
    'boot.recent_decisions': { to: 'boot.recentDecisions' },
    'boot.max_hot_items': { to: 'boot.maxHotItems' },
    'ingestion.watch_paths': {
      to: 'ingestion.openCodeDatabases',
      because: 'the usual database of OpenCode is read without being named (`ingestion.openCode`)',
    },
    'ingestion.db_poll_interval': { to: 'ingestion.intervalSeconds' },
    'ingestion.llm_extraction': { to: 'ingestion.modelExtraction' },
    'ingestion.working_directory': {
      to: 'ingestion.directories',
      because: 'it is a list, and none named means all',
    },
    'storage.path': dataFolder,
    GITLAB_TOKEN: { by: '`GITLAB_TOKEN`' },
    HF_HUB_OFFLINE: { by: '`HF_HUB_OFFLINE`' },
    TRANSFORMERS_OFFLINE: { by: '`TRANSFORMERS_OFFLINE`' },
    OPENCODE_MEMORY_HOST: { not: 'the server listens on 127.0.0.1 alone' },
    OPENCODE_MEMORY_PORT: { by: '`MEMORY_BRIDGE_PORT`, `--port`; 9834, so that both can run' },
    OPENCODE_MEMORY_API_KEY: { by: 'the file `token` in the data folder, which is always asked for' },
    OPENCODE_MEMORY_RATE_LIMIT: {
      to: 'server.requestsPerSecond',
      because: 'an editor asks for more than one thing a second while a person types',
    },
    '(built in) resolved blockers deleted after': {
      to: 'retention.resolvedBlockerDays',
      because: 'they are archived here, and not deleted',
    },
    '(built in) conversations archived after': {
      to: 'retention.conversationDays',
      because: 'they are deleted here, and can be brought back for a while',
    },
    '(built in) vector store versions kept': {
      not: 'vectors have no versions here: they are made again from the texts',
    },
    '(built in) embedding model': { to: 'embedder', because: choice },
    'service opencode-memory': noDaemon,
    'service opencode-memory-daemon': noDaemon,
    'service opencode-memory-worker': noDaemon,
  },
  '@opencode-manager/memory': {
    dataDir: dataFolder,
    'embedding.provider': { to: 'embedder', as: '`provider` in it', because: choice },
    'embedding.model': {
      to: 'embedder',
      as: '`model` in it',
      because: 'each provider has a default of its own',
    },
    'embedding.dimensions': {
      to: 'embedder',
      as: '`dimensions` in it',
      because: 'the model says how many it has',
    },
    'embedding.baseUrl': {
      to: 'embedder',
      as: '`baseUrl` in it',
      because: 'without one, the address of the provider',
    },
    'embedding.apiKey': {
      by: 'the variables of [Embedders](embedders.md), or the secrets of VS Code: no key is kept in a file',
    },
    'embedding.serverGracePeriod': { not: 'models run in a thread of the server, which ends with it' },
    dedupThreshold: {
      to: 'duplicates.threshold',
      because:
        'it measures words and not vectors, and what is alike is offered for an update and never dropped',
    },
    'logging.enabled': {
      to: 'logs.level',
      because: 'the log is always kept, and no text of a memory is in it',
    },
    'logging.debug': { to: 'logs.level', as: '`debug`', because: 'one setting has all levels' },
    'logging.file': { by: 'the folder `logs` in the data folder' },
    'compaction.customPrompt': opencode,
    'compaction.maxContextTokens': opencode,
    'memoryInjection.enabled': opencode,
    'memoryInjection.debug': opencode,
    'memoryInjection.maxResults': opencode,
    'memoryInjection.distanceThreshold': opencode,
    'memoryInjection.maxTokens': opencode,
    'memoryInjection.cacheTtlMs': opencode,
    'messagesTransform.enabled': opencode,
    'messagesTransform.debug': opencode,
    executionModel: loops,
    auditorModel: loops,
    'agents.<name>.temperature': opencode,
    'loop.enabled': loops,
    'loop.defaultMaxIterations': loops,
    'loop.cleanupWorktree': loops,
    'loop.defaultAudit': loops,
    'loop.model': loops,
    'loop.minAudits': loops,
    'loop.stallTimeoutMs': loops,
    ralph: loops,
    'sandbox.mode': loops,
    'sandbox.image': loops,
    'tui.sidebar': opencode,
    'tui.showLoops': opencode,
    'tui.showVersion': opencode,
    defaultKvTtlMs: { to: 'kv.defaultTtlDays', as: 'in days' },
    XDG_CONFIG_HOME: { not: 'the settings lie in the data folder, with everything else' },
    XDG_DATA_HOME: { by: '`XDG_DATA_HOME`, on Linux, as long as no data folder is named' },
    XDG_CACHE_HOME: { not: 'npm keeps its own cache, and nothing else is fetched for an upgrade' },
    OPENCODE_SERVER_PASSWORD: loops,
  },
  'opencode-mem0-selfhost': {
    default_scope: { to: 'defaults.scope' },
    global_search: mem0,
    'dream.enabled': opencode,
    'dream.auto': opencode,
    'dream.minHours': opencode,
    'dream.minSessions': opencode,
    'dream.minMemories': opencode,
    retention: { by: '`retention.resolvedBlockerDays` and `retention.conversationDays`; other kinds stay' },
    'state ~/.mem0/mem0-dream-state.json': opencode,
    'state ~/.mem0/mem0-dream.lock': opencode,
    MEM0_API_KEY: mem0,
    MEM0_HOST: mem0,
    MEM0_SELF_HOST_URL: mem0,
    MEM0_USER_ID: mem0,
    MEM0_APP_ID: mem0,
    MEM0_DREAM: opencode,
    MEM0_TELEMETRY: { not: 'there is no telemetry' },
    MEM0_SESSION_ID: opencode,
    MEM0_BRANCH: opencode,
    MEM0_GLOBAL_SEARCH: opencode,
  },
};

/** The name of a setting as its system's people know it, without the file it stands in. */
export const ownName = (name: string): string => name.replace(/^[^:\s]*(?:\.toml|\.jsonc?):/, '');

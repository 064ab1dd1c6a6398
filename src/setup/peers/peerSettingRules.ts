/** What becomes of a setting of another memory. */
export type SettingRule =
  /** A setting of ours; `as` says what its value is here, undefined for one that has no counterpart. */
  { readonly to: string; readonly as?: (value: unknown) => unknown } | { readonly because: string };

export interface SettingRules {
  /** By the whole name. */
  readonly names: Readonly<Record<string, SettingRule>>;
  /** By the name of the group, for what is not named by itself. */
  readonly groups: Readonly<Record<string, string>>;
  /** How its files end. */
  readonly extensions: readonly string[];
  /** Names that no other file of this kind has at its top: by one of them it is told. */
  readonly marks: readonly string[];
}

const to = (name: string, as?: (value: unknown) => unknown): SettingRule =>
  as ? { to: name, as } : { to: name };
const because = (reason: string): SettingRule => ({ because: reason });

const wholeDays = (value: unknown): unknown =>
  typeof value === 'number' && value > 0 ? Math.max(1, Math.round(value)) : undefined;
const daysOfMilliseconds = (value: unknown): unknown =>
  typeof value === 'number' && value > 0 ? Math.max(1, Math.ceil(value / 86_400_000)) : undefined;
const host = (value: unknown): unknown =>
  typeof value === 'string' ? value.replace(/^https?:\/\//, '').replace(/\/+$/, '') : undefined;
/** Databases besides the usual one, which is read unasked. A pattern and a `~` elsewhere are no paths here. */
const databases = (value: unknown): unknown => {
  const others = [value].flat().filter((each) => each !== '~/.local/share/opencode/opencode.db');
  const isPath = (each: unknown) =>
    typeof each === 'string' && /^(?:\/|[A-Za-z]:[\\/])[^*?]*\.db$/.test(each);
  return others.every(isPath) ? others : undefined;
};
const pollSeconds = (value: unknown): unknown =>
  typeof value === 'number' && value > 0 ? Math.min(86_400, Math.max(15, Math.round(value))) : undefined;
const folders = (value: unknown): unknown =>
  typeof value === 'string' && value !== '' ? [value] : undefined;

const loops = 'loops are not run here yet';
const plugin = 'there is no plugin for OpenCode here yet, which it would be for';
const queue = 'there is no work queue here';
const itself = 'it is about its work on itself, for which this server needs no settings';
const store = 'it says where its data is, which can be imported from there';

const semantic: SettingRules = {
  extensions: ['.toml'],
  marks: [
    'identity',
    'boot',
    'ingestion',
    'storage',
    'llm',
    'lifecycle',
    'proactive_context',
    'linker',
    'update',
  ],
  names: {
    'identity.user': to('identity.user'),
    'identity.instance': to('identity.instance', host),
    'identity.primary_project': because('a call says by its folder which project it is about'),
    'boot.identity': to('boot.identity'),
    'boot.active_sessions': to('boot.activeSessions'),
    'boot.hot_items': to('boot.hotItems'),
    'boot.unresolved_blockers': to('boot.unresolvedBlockers'),
    'boot.recent_decisions': to('boot.recentDecisions'),
    'boot.max_hot_items': to('boot.maxHotItems'),
    'boot.blocked_objectives': because('objectives are plans here, which stand in a boot context as such'),
    'boot.sla_breaches': because(queue),
    'boot.recent_decision_days': to('boot.recentDecisionDays'),
    'lifecycle.conversation_retention_days': to('retention.conversationDays', wholeDays),
    'lifecycle.session_retention_days': to('sessions.retentionDays', wholeDays),
    'lifecycle.summary_retention_days': because('a summary is a conversation here, and kept as long as one'),
    'lifecycle.event_retention_days': because('events are kept here until somebody archives them'),
    'lifecycle.expiry_sweep_enabled': because('what has an end ends by itself here'),
    'lifecycle.spider_fact_retention_days': because('no forge is crawled here'),
    'proactive_context.min_relevance_threshold': to('proactive.minRelevance'),
    'proactive_context.max_context_items': to('proactive.maxItems'),
    'ingestion.watch_paths': to('ingestion.openCodeDatabases', databases),
    'ingestion.db_poll_interval': to('ingestion.intervalSeconds', pollSeconds),
    'ingestion.llm_extraction': because(
      'a model costs money: it is turned on by itself, with "memory-bridge config set ingestion.modelExtraction true"',
    ),
    'ingestion.working_directory': to('ingestion.directories', folders),
    'storage.path': because(store),
    'linker.supersedes_threshold': because(
      'it measures vectors, and duplicates.threshold measures words; nothing is superseded here unasked',
    ),
  },
  groups: {
    boot: 'standing instructions stand in every boot context, in the order that you give them',
    ingestion: 'it says what it reads, and that is chosen anew here',
    proactive_context:
      'what is offered unasked is chosen by proactive.minRelevance and proactive.maxItems alone',
    lifecycle: 'retention.* says how long things are kept here',
    fts_search: 'a search has no limit of words here',
    llm: 'no model is asked here, but the OpenCode that you have, where you say so',
    linker: 'links are made by those who say them, and no measure makes any',
    update: 'new versions come with the editor, or by "memory-bridge upgrade"',
    storage: store,
    mcp: 'memoryBridge.mcp.toolset says which tools are served',
    ...ofGroups(
      queue,
      'queue queue_age work_queue_refresh sla sla_burn weekday_reprioritizer p0_deinflation priority_blocking',
    ),
    ...ofGroups(
      queue,
      'capacity importance_bias leverage sustainability worklist_feedback_triage worklist_context_keeper',
    ),
    ...ofGroups(
      'agents are run by OpenCode, and not by the memory',
      'objectives graduated_trust graduation_mining pregraduated handoff_detection pto_handoff delegation subagent background ' +
        'pipeline self_merge_gate deep_review adversarial_critique imaginator info_gathering credit_reflection tool_efficiency ' +
        'haiku_offload prewarm watchers cron sandbox remote_sandbox ruby_repl subconscious orbit remote_agents peer_messages idle',
    ),
    ...ofGroups('the memory is that of one person on this machine', 'shared_server hosted_store'),
    ...ofGroups(
      itself,
      'autoscaler worker power resource_policy vector_maintenance embedding_drain concept_drain embedding_reconcile memory_db ' +
        'maintenance_window observability health_digest security_audit evaluation memory_quality condensed_retrieval',
    ),
    ...ofGroups('what models cost is not counted here', 'token_usage budgets'),
    ...ofGroups('Slack, mail and forges are not read in bulk here', 'connectors bulk_ingest'),
    opencode_db: 'it says what it reads, and that is chosen anew here',
    standing_sessions: 'a session says itself what it left open, and the next one is shown it',
  },
};

const manager: SettingRules = {
  extensions: ['.json', '.jsonc'],
  marks: [
    'dedupThreshold',
    'memoryInjection',
    'messagesTransform',
    'executionModel',
    'auditorModel',
    'defaultKvTtlMs',
    'ralph',
  ],
  names: {
    dataDir: because(store),
    'logging.debug': to('logs.level', (value) => (value === true ? 'debug' : undefined)),
    'logging.enabled': because('the log is always kept, and no text of a memory is in it'),
    'logging.file': because('logs are in the folder "logs" of the data folder'),
    'embedding.apiKey': because('a key is kept in no file here: use a variable, or the secrets of VS Code'),
    'embedding.dataDir': because('models lie in the data folder'),
    'embedding.serverGracePeriod': because('models run in a thread of the server, which ends with it'),
    dedupThreshold: because(
      'it measures vectors, and duplicates.threshold measures words; nothing is dropped here',
    ),
    defaultKvTtlMs: to('kv.defaultTtlDays', daysOfMilliseconds),
    'memoryInjection.maxResults': to('proactive.maxItems'),
    'memoryInjection.distanceThreshold': because(
      'it measures vectors of one model; proactive.minRelevance is for all',
    ),
    executionModel: because(loops),
    auditorModel: because(loops),
  },
  groups: {
    embedding:
      'texts of memories may leave the machine with it, so it is chosen by itself, with "memory-bridge model use"',
    logging: 'see logs.*',
    compaction: plugin,
    memoryInjection: plugin,
    messagesTransform: plugin,
    agents: plugin,
    tui: plugin,
    loop: loops,
    ralph: loops,
    sandbox: loops,
  },
};

const mem0: SettingRules = {
  extensions: ['.json'],
  marks: ['default_scope', 'global_search', 'dream'],
  names: {
    default_scope: to('defaults.scope'),
    global_search: because('every memory here is yours: recall looks into all projects where it is asked to'),
  },
  groups: {
    dream:
      'nothing is merged or deleted by a model here; consolidate_memory says what could be, and you decide',
  },
};

/** By `Peer.title`. */
export const settingRules: Readonly<Record<string, SettingRules>> = {
  'opencode-semantic-memory': semantic,
  '@opencode-manager/memory': manager,
  'opencode-mem0-selfhost': mem0,
};

function ofGroups(reason: string, names: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((name) => [name, reason]));
}

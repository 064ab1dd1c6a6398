import type { Fate } from '../foreignTables.ts';

const because = (reason: string): Fate => ({ because: reason });
const memories = 'memories';

const memoryFields: Readonly<Record<string, Fate>> = {
  id: 'ref',
  source_file: 'source.ref, session of a conversation',
  source_line: 'source.ref, metadata.source_line',
  project: 'project',
  category: 'category, metadata.category where it has another name here',
  content: 'content',
  what: 'what',
  why: 'why',
  learned: 'learned',
  created_at: 'createdAt',
  expires_at: 'expiresAt',
  resolved_at: 'resolvedAt, status',
  embedding_id: because('the number of a vector; vectors are made anew'),
  content_hash: because('a sum of the text, which is made anew'),
  reminder_at: 'reminder',
  recurrence: 'reminder, metadata.recurrence where it is none that is known here',
  last_reviewed_at: 'review of a procedure, else metadata.last_reviewed_at',
  review_interval_days: 'review of a procedure, else metadata.review_interval_days',
  queue_item_id: 'a link, metadata.queue_item_id',
  pinned: 'pinned',
  provisional: 'confidence, metadata.provisional',
  owner: 'source.actor, metadata.owner',
};

/** What becomes of the fields of the tables that are read. What is not named goes into the metadata of its memory. */
const fields: Readonly<Record<string, Readonly<Record<string, Fate>>>> = {
  [memories]: memoryFields,
  archived_memories: {
    ...memoryFields,
    archived_at: 'updatedAt, metadata.archived_at',
    archive_reason: 'archiveReason',
  },
  entities: {
    id: 'the memories that name it',
    type: 'the kind of the reference, metadata.entities.type',
    ref: 'entities, reference',
    project: 'entities, reference, metadata.entities.project',
    title: 'title of the reference, metadata.entities.title of the memories that name it',
    metadata:
      'state, author, labels and address of the reference, metadata.entities.metadata of the memories that name it',
    created_at: because('when it was first named; the memories that name it say so'),
    updated_at: 'when the forge was asked',
    last_mentioned_at: because('when it was last named; the memories that name it say so'),
    last_enriched_at: 'when the forge was asked',
  },
  entity_memories: {
    entity_id: 'entities',
    memory_id: 'entities',
    relationship: 'metadata.entities.relationship where it is not "about"',
  },
  memory_links: {
    id: because('the number of a row that nothing names'),
    source_memory_id: 'links',
    target_memory_id: 'links',
    link_type: 'links, metadata.memory_links.link_type where it has another name here',
    strength: 'links',
    reason: 'links',
    created_at: 'links',
    contradiction_analyzed_at: 'metadata.memory_links.contradiction_analyzed_at',
  },
  sessions: {
    id: 'ref, session',
    started_at: 'createdAt',
    last_heartbeat: 'updatedAt, metadata.last_heartbeat',
    working_on: 'content',
    claimed_items: 'entities, metadata.claimed_items',
    project: 'project',
    title: 'title, content',
    directory: 'project, metadata.directory',
    first_prompt: 'content',
    summary: 'content',
    open_items: 'content, metadata.open_items',
  },
  project_paths: {
    id: because('the number of a row that nothing names'),
    local_path: 'the folder of a project',
    project: 'the folder of a project',
    detected_at: because('when a folder was found; it is looked for anew'),
    last_seen_at: because('when a folder was found; it is looked for anew'),
  },
  workspaces: {
    id: because('the number of a row that nothing names'),
    name: 'the folder of a project',
    root_path: 'the folder of a project',
    created_at: because('when a folder was found; it is looked for anew'),
    last_used_at: because('when a folder was found; it is looked for anew'),
  },
  queue_items: workFields({ title: 'title, content', priority_reason: 'content, metadata.priority_reason' }),
  archived_queue_items: workFields({
    title: 'title, content',
    priority_reason: 'content, metadata.priority_reason',
  }),
  queue_item_blockers: childFields('queue_item_id', 'blockers'),
  objectives: workFields({
    goal: 'title, content',
    success_condition: 'content, metadata.success_condition',
  }),
  objective_attempts: childFields('objective_id', 'attempts'),
  objective_decision_log: childFields('objective_id', 'decisions'),
  efforts: workFields({ title: 'title, content' }),
  remote_provenance: {
    memory_id: 'the memory that it is of',
    confirmed_at: 'trust, metadata.remote_provenance',
    '*': 'metadata.remote_provenance',
  },
  span_turns: {
    id: 'ref',
    session_id: 'session',
    turn_text: 'content',
    project: 'project',
    created_at: 'createdAt',
  },
  base_facts: {
    id: 'ref',
    subject: 'content',
    predicate: 'content',
    object: 'content',
    confidence: 'confidence',
    source_episode_id: 'a link, metadata.source_episode_id',
    asserted_at: 'createdAt',
    retracted_at: 'status, metadata.retracted_at',
    contradicts_fact_id: 'a link, metadata.contradicts_fact_id',
  },
};

function workFields(own: Readonly<Record<string, Fate>>): Readonly<Record<string, Fate>> {
  return {
    id: 'ref',
    project: 'project',
    entity_ref: 'entities, metadata.entity_ref',
    created_at: 'createdAt',
    updated_at: 'updatedAt',
    archived_at: 'updatedAt, metadata.archived_at',
    ...own,
  };
}

/** Of rows that belong to one of another table: kept with it, under a name of its metadata. */
function childFields(owner: string, name: string): Readonly<Record<string, Fate>> {
  return { [owner]: `metadata.${name}`, '*': `metadata.${name}` };
}

/** Tables that are not taken over, by what they are for. */
const left: readonly (readonly [reason: string, tables: string])[] = [
  ['an index of words, which is made anew', 'memories_fts'],
  ['versions of the database', 'schema_version schema_migrations schema_init_marker'],
  [
    'how far sources were read; they are read anew',
    'ingest_state indexed_files spider_crawl_history spider_queue graduation_mining_analysis',
  ],
  [
    'work that was waiting for its worker, which does not run here',
    'enrichment_queue background_jobs dead_jobs cron_state watchers item_leases',
  ],
  [
    'what its worker did',
    'background_activity_log job_metrics process_runs circuit_breakers bg_cold_start_samples',
  ],
  [
    'measurements of the system about itself',
    'recall_events missed_opportunities missed_opportunity_analysis session_metrics context_events context_injections ' +
      'injection_effectiveness injection_metrics_daily link_usage observability_snapshots tool_metrics ' +
      'term_memory_associations subconscious_trial cache_efficiency_baselines boot_dismissals',
  ],
  [
    'what models cost and how well they did',
    'model_prices model_price_history token_usage_snapshots token_usage_lifetime_totals token_usage_attribution_state ' +
      'llm_tier_promotions llm_tier_quality llm_tier_samples',
  ],
  [
    'how its pipelines and its reviews went; there are none here',
    'adversarial_gate_verdicts critic_reviews pipeline_outcomes proposal_outcomes graduation_outcomes permission_requests ' +
      'sla_events sla_slip_acks strain_flags',
  ],
  ['what references are to each other; the forge is asked for it', 'entity_relationships'],
  [
    'derived from other facts by rules, which do not run here',
    'derived_facts justifications rules epochs predicate_policies',
  ],
  [
    'keys and logs of machines that were let in',
    'remote_tokens remote_audit gitlab_proxy_audit session_peer_tokens',
  ],
  [
    'what sessions that were running said to each other',
    'session_messages session_message_receipts session_labels session_claim_bindings',
  ],
];

/** Tables of SQLite itself, and those that an index of words is made of. */
const ofEngine = /^(?:sqlite_\w+|memories_fts_\w+)$/;

const leftTables: ReadonlyMap<string, string> = new Map(
  left.flatMap(([reason, tables]) => tables.split(' ').map((table) => [table, reason] as const)),
);

/** What becomes of a field of `memory.db`. */
export function fateOf(table: string, column: string): Fate {
  const known = fields[table];
  if (known) return known[column] ?? known['*'] ?? `metadata.${column}`;
  if (ofEngine.test(table)) return because('belongs to the engine of the database, and is made anew');
  return because(leftTables.get(table) ?? 'a table of a version that is not known here');
}

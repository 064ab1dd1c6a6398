/** What is said to a verb. */
export type Input = Record<string, unknown>;

/** What a call finds: memories of a project of its own. */
export interface World {
  readonly memory: string;
  readonly other: string;
  readonly blocker: string;
  readonly procedure: string;
  readonly reminded: string;
  readonly candidate: string;
  readonly change: string;
  readonly session: string;
  /** One that has left work open. */
  readonly earlier: string;
  /** Of a value. */
  readonly key: string;
}

/** No id of anything. */
export const nowhere = '00000000-0000-7000-8000-000000000000';

/** A call of each verb that needs something said. */
const inputs: Readonly<Record<string, (world: World) => Input>> = {
  recall: () => ({ query: 'gateway', limit: 3 }),
  get_context: () => ({ entity_ref: '!12' }),
  get_proactive_context: () => ({ query: 'Deploy the gateway of !12' }),
  remember: () => ({ content: 'Deploy with make ship', category: 'procedure', tags: ['ci'] }),
  get_memory: ({ memory, other }) => ({ ids: [memory, other] }),
  list_memories: () => ({ limit: 2, category: 'fact' }),
  get_history: ({ memory }) => ({ memory_id: memory }),
  search_history: () => ({ query: 'gateway' }),
  edit_memory: ({ memory }) => ({ memory_id: memory, why: 'the cache is shared' }),
  resolve_blocker: ({ blocker }) => ({ memory_id: blocker, note: 'restarted' }),
  unresolve_blocker: ({ blocker }) => ({ memory_id: blocker }),
  pin_memory: ({ memory }) => ({ memory_id: memory }),
  unpin_memory: ({ memory }) => ({ memory_id: memory }),
  archive_memory: ({ memory }) => ({ memory_id: memory }),
  restore_memory: ({ memory }) => ({ memory_id: memory }),
  delete_memory: ({ memory }) => ({ memory_id: memory }),
  supersede_memory: ({ memory, other }) => ({ memory_id: memory, superseded_by: other }),
  change_memories: ({ memory }) => ({ memory_ids: [memory], action: 'pin' }),
  bulk_archive: ({ memory, other }) => ({ memory_ids: [memory, other], reason: 'old' }),
  create_link: ({ memory, other }) => ({
    source_memory_id: memory,
    target_memory_id: other,
    link_type: 'related',
  }),
  remove_link: ({ memory, other }) => ({ source_memory_id: memory, target_memory_id: other }),
  get_linked_memories: ({ memory }) => ({ memory_id: memory }),
  set_reminder: ({ memory }) => ({ memory_id: memory, reminder_at: '2099-01-01T09:00' }),
  clear_reminder: ({ reminded }) => ({ memory_id: reminded }),
  advance_reminder: ({ reminded }) => ({ memory_id: reminded }),
  mark_procedure_reviewed: ({ procedure }) => ({ memory_id: procedure }),
  set_review_interval: ({ procedure }) => ({ memory_id: procedure, interval_days: 30 }),
  undo: ({ change }) => ({ change_id: change }),
  restore_backup: () => ({ backup: 'memory-of-nobody.db' }),
  import_memories: () => ({ path: '/nowhere/export.json' }),
  undo_import: () => ({ change_id: nowhere }),
  set_project_alias: ({ session }) => ({ alias: `${session}, by another name` }),
  set_project_mode: () => ({ mode: 'on' }),
  undo_project_move: () => ({ change_id: nowhere }),
  purge: ({ memory }) => ({ ids: [memory], preview: true }),
  cleanup_memories: () => ({ category: 'fact', dry_run: true }),
  accept_candidates: ({ candidate }) => ({ ids: [candidate] }),
  reject_candidates: ({ candidate }) => ({ ids: [candidate] }),
  session_start: ({ session }) => ({ session_id: `${session}, new`, working_on: 'Work' }),
  session_heartbeat: ({ session }) => ({ session_id: session }),
  session_end: ({ session }) => ({ session_id: session, summary: 'It works' }),
  session_wrap_up: ({ session }) => ({ session_id: session, summary: 'It works', open_items: ['docs'] }),
  session_continue: ({ session, earlier }) => ({ session_id: `${session}, next`, continues: earlier }),
  claim_item: ({ session }) => ({ session_id: session, item_ref: 'src/a.ts' }),
  release_item: ({ session }) => ({ session_id: session, item_ref: 'src/b.ts' }),
  log_session: ({ session }) => ({
    session_id: session,
    summary: 'It works',
    learnings: ['Caches are shared'],
  }),
  cancel_job: () => ({ id: nowhere }),
  configure: () => ({}),
  preview_embedder: () => ({ embedder: { provider: 'built-in' } }),
  lend_key: () => ({ origin: 'https://host', key: 'k' }),
  kv_set: () => ({ key: 'release:step', value: 'tagged', keep: true }),
  kv_get: ({ key }) => ({ key }),
  kv_list: () => ({ prefix: 'th' }),
  kv_delete: ({ key }) => ({ key }),
  enrich_entity: () => ({ entity_ref: '!12' }),
  enrich_entities: () => ({ entity_ref: '!12' }),
  delete_entity: () => ({ entity_ref: '!12' }),
};

/** What a verb is called with; nothing when nothing need be said. */
export const inputFor = (name: string, world: World): Input => inputs[name]?.(world) ?? {};

/** Only to say it, and to see whether a call can be typed. */
export const dummy: World = {
  memory: nowhere,
  other: nowhere,
  blocker: nowhere,
  procedure: nowhere,
  reminded: nowhere,
  candidate: nowhere,
  change: nowhere,
  session: 'nightly',
  earlier: 'earlier',
  key: 'there',
};

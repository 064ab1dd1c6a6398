import type { Fate } from '../foreignTables.ts';

const because = (reason: string): Fate => ({ because: reason });
const sync = because('how far it was told to other machines');
const hash = because('a checksum of the text, made again here');
const same = because('the same moment once more');
const prompts = because(
  'prompts as they were typed: the transcripts of the agent have them, and are read by capture',
);
const ofSession = because('about a session, and not about a memory');
const copied = because('which observation it is a copy of');

const written: Readonly<Record<string, Fate>> = {
  id: 'ref',
  memory_session_id: 'metadata.memory_session_id; session where there is no other id',
  sdk_session_id: 'metadata.memory_session_id; session where there is no other id',
  project: 'project',
  merged_into_project: 'project; then project is metadata.project',
  created_at: same,
  created_at_epoch: 'createdAt',
  content_hash: hash,
  synced_at: sync,
  origin_device_id: sync,
  origin_local_id: sync,
  sync_rev: sync,
};
const told: Readonly<Record<string, Fate>> = {
  title: 'title',
  subtitle: 'content',
  text: 'content',
  narrative: 'content',
  facts: 'content',
  concepts: 'tags',
  type: 'category and metadata.type',
};

/** Columns of the tables whose rows are read. What is not named goes into the metadata. */
const fields: Readonly<Record<string, Readonly<Record<string, Fate>>>> = {
  observations: { ...written, ...told },
  session_summaries: {
    ...written,
    request: 'content and title',
    investigated: 'content',
    learned: 'content',
    completed: 'content',
    next_steps: 'content',
    notes: 'content',
  },
  memories: { ...written, ...told, session_id: 'session', keywords: 'tags' },
  overviews: { ...written, session_id: 'session', content: 'content' },
  memory_items: {
    ...told,
    id: 'ref',
    project_id: 'project',
    server_session_id: 'session',
    legacy_observation_id: copied,
    kind: 'metadata.kind; category where it is a summary',
    created_at_epoch: 'createdAt',
    updated_at_epoch: 'updatedAt',
  },
  memory_sources: {
    id: because('the id of a row'),
    memory_item_id: because('which memory it is of'),
    legacy_table: copied,
    legacy_id: copied,
    source_type: 'metadata.memory_sources',
    source_uri: 'metadata.memory_sources',
    metadata: 'metadata.memory_sources',
    created_at_epoch: 'metadata.memory_sources',
  },
  projects: {
    id: because('the id of a row'),
    name: 'project',
    root_path: 'project',
    '*': because('about a project, and not about a memory'),
  },
  sdk_sessions: {
    content_session_id: 'session',
    claude_session_id: 'session',
    memory_session_id: 'session',
    sdk_session_id: 'session',
    platform_source: 'source.actor',
    custom_title: 'metadata.custom_title',
    user_prompt: prompts,
    '*': ofSession,
  },
  server_sessions: {
    id: because('the id of a row'),
    content_session_id: 'session',
    platform_source: 'source.actor',
    '*': ofSession,
  },
  user_prompts: { '*': prompts },
  sessions: { '*': ofSession },
  streaming_sessions: { '*': ofSession },
};

const left: Readonly<Record<string, string>> = {
  tool_uses: 'what tools were called with and answered: the transcripts of the agent have it',
  agent_events: 'what happened in sessions: the transcripts of the agent have it',
  transcript_events: 'lines of transcripts, which the agent has itself',
  pending_messages: 'work that was waiting for its worker, which does not run here',
  observation_queue: 'work that was waiting for its worker, which does not run here',
  file_context_injections: 'which files were put in front of a model',
  diagnostics: 'messages of the system about itself',
  schema_versions: 'which versions its database went through',
  telegram_wrapups: 'what was sent to a chat',
  api_keys: 'keys of its server',
  audit_log: 'a log of its server',
  teams: 'who may use its server',
  team_members: 'who may use its server',
};

/** What becomes of a field of the database. */
export function claudeMemFate(table: string, column: string): Fate {
  if (column === '*') return because('an index, which is made here anew');
  const known = fields[table];
  if (known) return known[column] ?? known['*'] ?? `metadata.${column}`;
  if (table.startsWith('sync_')) return sync;
  return because(left[table] ?? 'a table of a version that is not known here');
}

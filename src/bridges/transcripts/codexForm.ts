import { createHash } from 'node:crypto';
import path from 'node:path';
import { isRecord } from '../../core/isRecord.ts';
import type { Speaker } from '../../core/conversation/turn.ts';
import { saidIn, textIn, timeIn } from './recordFields.ts';
import type { About, Told, TranscriptForm } from './transcriptForm.ts';

/** What the program says in the person's name: instructions, the environment, what was aborted. */
const notSaid = /^(?:<[a-zA-Z_-]{3,40}>|# AGENTS\.md instructions)/;
const silent: ReadonlySet<string> = new Set(['turn_context', 'event_msg', 'compacted', 'world_state']);

/**
 * Codex: `sessions/<year>/<month>/<day>/rollout-<time>-<id>.jsonl`. What was said stands there as items of the model and as events of
 * the program; the items are in every version, also in the first ones, where they are the lines themselves.
 */
export const codexForm: TranscriptForm = {
  name: 'codex',
  folders(home, env) {
    const folder = env['CODEX_HOME'] ?? path.join(home, '.codex');
    return [path.join(folder, 'sessions'), path.join(folder, 'archived_sessions')];
  },
  isTranscript: (file) => /(?:^|\/)rollout-[^/]+\.jsonl$/.test(file),

  async describe(file) {
    return { session: /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=\.jsonl$)/.exec(file)?.[0] };
  },

  readLine(record, about, at) {
    const type = textIn(record, 'type');
    const payload = record['payload'];
    const saidAt = timeIn(record, 'timestamp') ?? about.startedAt ?? at;
    if (type === 'session_meta') return { about: aboutOf(payload, about, saidAt) };
    if (type === 'response_item' && isRecord(payload)) return readItem(payload, about, saidAt);
    if (type === undefined && textIn(record, 'id') !== undefined)
      return { about: aboutOf(record, about, saidAt) };
    if (type !== undefined && silent.has(type)) return {};
    return isRecord(payload) ? undefined : readItem(record, about, saidAt);
  },
};

/** The first one is its own; a conversation that goes on from another one has those of the other as well. */
function aboutOf(meta: unknown, about: About, at: number): About {
  if (about.startedAt !== undefined) return {};
  const parent = textIn(meta, 'parent_thread_id') ?? spawnedBy(meta);
  return {
    session: textIn(meta, 'id') ?? about.session,
    directory: textIn(meta, 'cwd'),
    startedAt: timeIn(meta, 'timestamp') ?? at,
    ...(parent !== undefined && { parent }),
  };
}

function spawnedBy(meta: unknown): string | undefined {
  let value: unknown = meta;
  for (const field of ['source', 'subagent', 'thread_spawn'])
    value = isRecord(value) ? value[field] : undefined;
  return textIn(value, 'parent_thread_id');
}

const items: ReadonlySet<string> = new Set([
  'reasoning',
  'function_call',
  'function_call_output',
  'custom_tool_call',
  'custom_tool_call_output',
  'local_shell_call',
  'web_search_call',
  'ghost_snapshot',
  'compaction',
]);

function readItem(item: Record<string, unknown>, about: About, saidAt: number): Told | undefined {
  const type = textIn(item, 'type');
  if (type !== 'message')
    return (type !== undefined && items.has(type)) || item['record_type'] === 'state' ? {} : undefined;
  const role = textIn(item, 'role');
  if (role !== 'user' && role !== 'assistant') return {};
  const text = saidIn(item['content'], ['input_text', 'output_text', 'text']);
  if (text === '' || (role === 'user' && notSaid.test(text))) return {};
  // To a subagent the agent speaks.
  const speaker: Speaker = role === 'user' && about.parent === undefined ? 'user' : 'assistant';
  const mark = createHash('sha256').update(`${role}\0${text}`).digest('hex').slice(0, 12);
  return { turn: { key: `${saidAt}-${mark}`, speaker, saidAt, text } };
}

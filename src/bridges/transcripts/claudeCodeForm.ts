import path from 'node:path';
import type { SpokenTurn } from '../../intake/feeds/conversation.ts';
import { saidIn, textIn, timeIn, withoutTagged } from './recordFields.ts';
import type { About, Told, TranscriptForm } from './transcriptForm.ts';

/** What the program says in the person's name: commands, their output, notices. */
const notSaid =
  /^(?:<(?:command-|local-command-|bash-|task-|user-prompt-|system-|ide_)|Caveat: The messages below were generated|\[Request interrupted by user|This session is being continued from a previous conversation)/;

/** Kinds of lines without anything that was said. */
const silent: ReadonlySet<string> = new Set([
  'system',
  'progress',
  'attachment',
  'file-history-snapshot',
  'queue-operation',
  'last-prompt',
  'permission-mode',
  'agent-name',
  'mode',
]);

/** Claude Code: `projects/<folder>/<session>.jsonl`, and beside it what its subagents said. */
export const claudeCodeForm: TranscriptForm = {
  name: 'claude-code',
  folders: (home, env) => [path.join(env['CLAUDE_CONFIG_DIR'] ?? path.join(home, '.claude'), 'projects')],
  isTranscript: (file) => /^[^/]+\/(?:[^/]+\/subagents\/(?:[^/]+\/)*agent-)?[^/]+\.jsonl$/.test(file),

  async describe(file) {
    const name = path.basename(file, '.jsonl');
    const parts = file.split(path.sep);
    const parent = parts[parts.lastIndexOf('subagents') - 1];
    return parts.includes('subagents') ? { session: name, parent } : { session: name };
  },

  readLine(record, about, at) {
    const type = textIn(record, 'type');
    if (type === 'user' || type === 'assistant') return readMessage(record, about, at);
    const title =
      type === 'summary'
        ? textIn(record, 'summary')
        : (textIn(record, 'customTitle') ?? textIn(record, 'aiTitle'));
    if (title !== undefined) return { about: { title } };
    return type !== undefined && silent.has(type) ? {} : undefined;
  },
};

function readMessage(record: Record<string, unknown>, about: About, at: number): Told {
  const session = textIn(record, 'sessionId') ?? about.session;
  const isOfAgent = record['isSidechain'] === true || about.parent !== undefined;
  const saidAt = timeIn(record, 'timestamp') ?? at;
  const told: About = {
    ...(isOfAgent ? { parent: about.parent ?? session } : { session }),
    directory: about.directory ?? textIn(record, 'cwd'),
    startedAt: about.startedAt ?? saidAt,
  };
  return { about: told, turn: turnOf(record, isOfAgent, saidAt) };
}

function turnOf(record: Record<string, unknown>, isOfAgent: boolean, saidAt: number): SpokenTurn | undefined {
  const key = textIn(record, 'uuid');
  const marks = ['isMeta', 'isCompactSummary', 'isVisibleInTranscriptOnly', 'isApiErrorMessage'];
  if (key === undefined || marks.some((mark) => record[mark] === true)) return undefined;
  const message = record['message'];
  const isUser = textIn(record, 'type') === 'user';
  const said = saidIn((message as Record<string, unknown> | undefined)?.['content'], ['text']);
  const text = withoutTagged(said, 'system-reminder');
  if (text === '' || (isUser && notSaid.test(text))) return undefined;
  // To a subagent the agent speaks.
  return { key, speaker: isUser && !isOfAgent ? 'user' : 'assistant', saidAt, text };
}

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { isRecord } from '../../core/isRecord.ts';
import type { SpokenTurn } from '../../intake/feeds/conversation.ts';
import { saidIn, textIn, timeIn } from './recordFields.ts';
import type { About, ToldDocument, TranscriptForm } from './transcriptForm.ts';

const kinds: ReadonlySet<string> = new Set(['user', 'gemini', 'info', 'error', 'warning']);

/**
 * Gemini CLI: `tmp/<project>/chats/session-<time>-<id>.json`, one document, or `.jsonl` since 2026, a record a line; and
 * `tmp/<project>/logs.json`, the prompts alone, which is read for conversations that have no file of their own.
 */
export const geminiForm: TranscriptForm = {
  name: 'gemini',
  folders: (home, env) => [path.join(env['GEMINI_CLI_HOME'] ?? home, '.gemini', 'tmp')],
  isTranscript: (file) => /^[^/]+\/(?:chats\/(?:[^/]+\/)?[^/]+\.jsonl?|logs\.json)$/.test(file),

  async describe(file, folder) {
    const [project = '', ...inside] = path.relative(folder, file).split(path.sep);
    const parent = inside.length > 2 ? inside[1] : undefined;
    const directory = await directoryOf(folder, project);
    const others = inside[0] === 'logs.json' ? await chatsOf(path.join(folder, project)) : undefined;
    return { directory, parent, elsewhere: others };
  },

  readLine(record, about, at) {
    if (textIn(record, '$rewindTo') !== undefined) return {};
    const set = record['$set'];
    if (isRecord(set)) return { about: aboutOf(set, about) };
    if (textIn(record, 'id') !== undefined) {
      // An answer that only called tools says nothing.
      return isKnown(record) ? { turn: turnOf(record, about, at) } : undefined;
    }
    return textIn(record, 'sessionId') === undefined ? undefined : { about: aboutOf(record, about) };
  },

  readDocument(document, about, at) {
    if (Array.isArray(document)) return readLog(document, about, at);
    if (!isRecord(document) || !Array.isArray(document['messages'])) return undefined;
    const told = { ...about, ...aboutOf(document, about) };
    const messages = document['messages'].filter(isRecord);
    const turns = messages.flatMap((message) => turnOf(message, told, at) ?? []);
    const unknown = messages.filter((message) => !isKnown(message)).length;
    return { conversations: [{ about: told, turns }], unknown };
  },
};

const isKnown = (message: Record<string, unknown>): boolean => kinds.has(textIn(message, 'type') ?? '');

function aboutOf(record: Record<string, unknown>, about: About): About {
  const directories = record['directories'];
  const [first]: unknown[] = Array.isArray(directories) ? directories : [];
  return {
    session: textIn(record, 'sessionId') ?? about.session,
    title: textIn(record, 'summary') ?? about.title,
    directory: about.directory ?? (typeof first === 'string' ? first : undefined),
    startedAt: about.startedAt ?? timeIn(record, 'startTime'),
  };
}

function turnOf(message: Record<string, unknown>, about: About, at: number): SpokenTurn | undefined {
  const key = textIn(message, 'id');
  const type = textIn(message, 'type');
  if (key === undefined || (type !== 'user' && type !== 'gemini')) return undefined;
  // What the person typed, without the files that were put in where they named them.
  const shown = message['displayContent'] ?? message['content'];
  const text = saidIn(shown, [undefined, 'text']);
  if (text === '') return undefined;
  // To a subagent the agent speaks.
  const speaker = type === 'user' && about.parent === undefined ? 'user' : 'assistant';
  return { key, speaker, saidAt: timeIn(message, 'timestamp') ?? about.startedAt ?? at, text };
}

/** Prompts of the conversations that are nowhere else. */
function readLog(entries: readonly unknown[], about: About, at: number): ToldDocument {
  const elsewhere = new Set(about.elsewhere);
  const bySession = new Map<string, SpokenTurn[]>();
  for (const entry of entries) {
    const session = textIn(entry, 'sessionId');
    const text = textIn(entry, 'message');
    if (session === undefined || text === undefined || elsewhere.has(session.slice(0, 8))) continue;
    // Commands to the program are no prompts.
    if (textIn(entry, 'type') !== 'user' || text.startsWith('/')) continue;
    const turns = bySession.get(session) ?? [];
    const saidAt = timeIn(entry, 'timestamp') ?? at;
    turns.push({ key: `log-${turns.length}-${saidAt}`, speaker: 'user', saidAt, text });
    bySession.set(session, turns);
  }
  return {
    conversations: [...bySession].map(([session, turns]) => ({
      about: { ...about, session, startedAt: turns[0]?.saidAt },
      turns,
    })),
    unknown: 0,
  };
}

/** The first characters of the ids of conversations that have a file. */
async function chatsOf(project: string): Promise<string[]> {
  const names = await readdir(path.join(project, 'chats')).catch(() => []);
  return names.flatMap((name) => /-([0-9a-f]{8})\.jsonl?$/.exec(name)?.[1] ?? []);
}

/** The folder that a project is about: noted beside its conversations, or one of those that Gemini knows by its hash. */
async function directoryOf(folder: string, project: string): Promise<string | undefined> {
  const noted = await readFile(path.join(folder, project, '.project_root'), 'utf8').catch(() => '');
  if (noted.trim() !== '' && noted.length < 4_096) return noted.trim();
  try {
    const known: unknown = JSON.parse(await readFile(path.join(folder, '..', 'projects.json'), 'utf8'));
    const projects = isRecord(known) && isRecord(known['projects']) ? known['projects'] : {};
    return Object.keys(projects).find(
      (each) => projects[each] === project || createHash('sha256').update(each).digest('hex') === project,
    );
  } catch {
    return undefined;
  }
}

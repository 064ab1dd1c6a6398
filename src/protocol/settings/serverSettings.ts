import * as z from 'zod';
import { scopes } from '../../core/memory/memory.ts';
import { embedderSettingsSchema } from '../embedderSettings.ts';
import { textsLeave } from '../textsLeave.ts';
import { forgesSchema } from './forgeSettings.ts';
import {
  changesSchema,
  type ChangesOf,
  setting,
  settingsIn,
  type ValuesOf,
  valuesSchema,
  valueAt,
} from './setting.ts';

const onOff = z.boolean();
const days = (most: number) => z.number().int().min(1).max(most);

const identity = {
  user: setting(z.string().max(200).nullable(), null, 'Your name in boot contexts; null takes it from git.'),
  instance: setting(
    z.string().min(1).max(300),
    'gitlab.com',
    'The GitLab that GITLAB_TOKEN is for, and where short references of a folder without a remote are looked up.',
    { personOnly: 'says where tokens go' },
  ),
};

const boot = {
  directives: setting(onOff, true, 'Standing instructions, those for all projects first.'),
  identity: setting(onOff, true, 'Who works here, from git.'),
  lastSession: setting(onOff, true, 'What the last session left open.'),
  activeSessions: setting(onOff, true, 'Who is at work, and what they hold.'),
  unresolvedBlockers: setting(onOff, true, 'Blockers that nobody has resolved.'),
  hotItems: setting(onOff, true, 'What memories of late are about most.'),
  recentDecisions: setting(onOff, false, 'Decisions of the last days.'),
  reminders: setting(onOff, true, 'Reminders that are due, and procedures that want to be reviewed.'),
  loops: setting(onOff, true, 'Loops that are running.'),
  conventions: setting(onOff, true, 'Conventions and preferences.'),
  procedures: setting(onOff, true, 'How things are done here.'),
  plans: setting(onOff, true, 'Plans and context.'),
  facts: setting(onOff, true, 'Facts.'),
  maxHotItems: setting(z.number().int().min(1).max(50), 5, 'Hot items at most.'),
  recentDecisionDays: setting(days(365), 3, 'How old a recent decision is at most, in days.'),
  maxTokens: setting(
    z.number().int().min(100).max(20_000),
    1_200,
    'Tokens of a boot context at most, where the caller does not say.',
  ),
};

const sessions = {
  staleMinutes: setting(
    z.number().int().min(1).max(1_440),
    10,
    'Minutes without a sign of life after which a session is stale and its claims are free.',
  ),
  retentionDays: setting(days(3_650), 30, 'Days for which it is kept who was at work.', {
    personOnly: 'says how long it is kept who was at work',
  }),
};

const kv = {
  defaultTtlDays: setting(
    z.number().int().min(0).max(3_650).nullable(),
    7,
    'Days for which a value is kept when nobody says how long; 0 or null keeps it for good.',
  ),
};

const keepDays = z.number().int().min(0).max(36_500).nullable();
const ofRetention = { personOnly: 'says how long memories are kept' };
const retention = {
  resolvedBlockerDays: setting(
    keepDays,
    90,
    'Days after which a resolved blocker is archived; 0 or null keeps it as it is.',
    ofRetention,
  ),
  conversationDays: setting(
    keepDays,
    180,
    'Days after which a conversation to which nothing was added is deleted; 0 or null keeps it for good.',
    ofRetention,
  ),
  purgeDays: setting(
    keepDays,
    30,
    'Days for which a conversation that was deleted by its age can be brought back; 0 or null keeps that for good.',
    ofRetention,
  ),
};

const duplicates = {
  threshold: setting(
    z.number().min(0).max(1),
    0.8,
    'Share of their words from which on two memories look alike: the later one is kept, and the earlier one offered for an update. 0 asks never.',
  ),
};

/** What says of conversations how much of this machine is read. What retention would delete is not read at all. */
const ofConversations = { personOnly: 'says which conversations on this machine are read' };
const offIsHarmless = { ...ofConversations, isHarmless: (isOn: boolean) => !isOn };
const toModel = { personOnly: 'says what of conversations leaves this machine, and what that may cost' };
const paths = z.array(z.string().min(1).max(4_096)).max(64);
const ingestion = {
  enabled: setting(onOff, true, 'Conversations of the agents below are read into memory.', {
    ...offIsHarmless,
    whenWrong: false,
  }),
  openCode: setting(onOff, true, 'Those with OpenCode, from its own database.', {
    ...offIsHarmless,
    whenWrong: false,
  }),
  claudeCode: setting(onOff, false, 'Those with Claude Code, from its transcripts.', offIsHarmless),
  codex: setting(onOff, false, 'Those with Codex, from its transcripts.', offIsHarmless),
  gemini: setting(onOff, false, 'Those with Gemini CLI, from its transcripts.', offIsHarmless),
  openCodeDatabases: setting(
    paths,
    [],
    'Databases of OpenCode besides the usual one, as absolute paths.',
    ofConversations,
  ),
  directories: setting(
    paths,
    [],
    'Only conversations in these working directories are read; none named means all.',
    ofConversations,
  ),
  documents: setting(
    paths,
    [],
    'Markdown files and folders, as absolute paths, that are read again whenever they have changed.',
    { personOnly: 'says which files on this machine are read' },
  ),
  statements: setting(
    onOff,
    true,
    'Decisions, blockers, procedures and conventions that are stated in them are put into the Inbox.',
  ),
  modelExtraction: setting(
    onOff,
    false,
    'Your own OpenCode is asked what was settled in them; excerpts go to the model that it uses.',
    { ...toModel, isHarmless: (isOn: boolean) => !isOn, whenWrong: false },
  ),
  model: setting(
    z
      .string()
      .regex(/^[\w.:@-]+(?:\/[\w.:@-]+)+$/, 'must read provider/model')
      .max(200)
      .nullable(),
    null,
    'The model that is asked, as provider/model; null for the one that OpenCode takes.',
    toModel,
  ),
  dailyTokens: setting(
    z.number().int().min(0).max(100_000_000),
    100_000,
    'Tokens that this may take a day.',
    toModel,
  ),
  dailyCost: setting(
    z.number().min(0).max(10_000).nullable(),
    1,
    'What it may cost a day, in the currency in which OpenCode reports it; null for no such bound.',
    toModel,
  ),
  intervalSeconds: setting(
    z.number().int().min(15).max(86_400),
    30,
    'How often it is looked whether something was said, or a document has changed, in seconds.',
  ),
};

const proactive = {
  minRelevance: setting(z.number().min(0).max(1), 0.35, 'How well a memory must fit to be offered unasked.'),
  maxItems: setting(z.number().int().min(1).max(50), 8, 'Memories offered unasked at most.'),
};

const projects = {
  default: setting(
    z.enum(['on', 'off']),
    'on',
    'off: memory is at work only in projects that are switched on one by one.',
    { whenWrong: 'off' },
  ),
};

const defaults = {
  scope: setting(
    z.enum(scopes),
    'project',
    'Whom a memory is for when nobody says. Without a project it is for all projects, without a session for the project.',
  ),
};

const server = {
  requestsPerSecond: setting(
    z.number().int().min(1).max(100_000),
    1_200,
    'Requests of one client that are answered in a second; the others are told to wait.',
  ),
};

const network = {
  offline: setting(onOff, false, 'Nothing leaves this machine, as with MEMORY_BRIDGE_OFFLINE=1.', {
    whenWrong: true,
    personOnly: 'says whether anything leaves this machine',
  }),
};

const ofBackups = { personOnly: 'says which backups there are' };
const backups = {
  daily: setting(onOff, true, 'A copy of the database each day on which something changed.', ofBackups),
  keep: setting(z.number().int().min(1).max(365), 7, 'Daily copies that are kept.', ofBackups),
};

const logs = {
  level: setting(
    z.enum(['trace', 'debug', 'info', 'warn', 'error']),
    'info',
    'What is logged; MEMORY_BRIDGE_LOG goes before it. Texts of memories are logged at trace alone.',
    { personOnly: 'says whether texts of memories are logged' },
  ),
  maxMegabytes: setting(z.number().int().min(1).max(1_024), 4, 'Size at which a log is put aside, in MB.'),
  keep: setting(z.number().int().min(0).max(100), 3, 'Logs that are kept beside the one in use.'),
};

/** Settings of the server, kept in `<home>/config.jsonc`. */
export const serverSettings = {
  captureCommits: setting(onOff, true, 'Decisions in commits become memories, or wait in the Inbox.'),
  candidateExpiryDays: setting(days(365), 30, 'Days after which what nobody has reviewed leaves the Inbox.', {
    personOnly: 'says how long the Inbox waits for a person',
  }),
  historyDays: setting(
    days(36_500).nullable(),
    null,
    'Days for which it is kept what memories said before they were changed; null keeps it for good.',
    { personOnly: 'says how long changes can be taken back' },
  ),
  toolset: setting(
    z.enum(['core', 'full']),
    'core',
    'Tools at /mcp and of the command mcp: core is a short list, full has every verb.',
  ),
  embedder: setting(embedderSettingsSchema, { provider: 'built-in' }, 'What makes vectors of texts.', {
    personOnly: 'says where texts of memories go',
    isHarmless: (settings) => !textsLeave(settings),
  }),
  forges: setting(
    forgesSchema,
    {},
    'Self-managed GitLab and GitHub by their hosts: kind, addresses, hosts of ssh, aliases, variable of the token.',
    { personOnly: 'says where tokens go' },
  ),
  identity,
  boot,
  sessions,
  kv,
  retention,
  duplicates,
  ingestion,
  proactive,
  projects,
  defaults,
  server,
  network,
  backups,
  logs,
};

export type ServerConfig = ValuesOf<typeof serverSettings>;
export type ConfigChanges = ChangesOf<typeof serverSettings>;

export const configSchema = valuesSchema(serverSettings);
export const configChangesSchema = changesSchema(serverSettings);

/** Every setting by its dotted name. */
export const namedSettings = settingsIn(serverSettings);

/** Settings that are not as they are initially, by their dotted names. */
export function changedSettings(config: ServerConfig): Record<string, unknown> {
  const changed = namedSettings.flatMap(({ name, path, initial }) => {
    const value = valueAt(config, path);
    return JSON.stringify(value) === JSON.stringify(initial) ? [] : [[name, value] as const];
  });
  return Object.fromEntries(changed);
}

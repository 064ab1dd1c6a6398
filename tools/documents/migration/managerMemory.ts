import type { Argument, Peer, Row } from './row.ts';

const loops = { comesWith: 'loops' } as const;
const opencode = { comesWith: 'opencode' } as const;
/** Their scopes are what a memory is; ours say for whom it is. */
const scope: Argument = { to: 'category', words: {} };
const common: Readonly<Record<string, Argument>> = {
  '--db-path': { by: '`--home <folder>`' },
  '--dir|-d': { by: '`--project <folder>`' },
};
const later = (meanwhile: string): Row => ({ ...opencode, meanwhile });

/** @opencode-manager/memory. */
export const managerMemory: Peer = {
  name: '@opencode-manager/memory',
  version: '0.0.29',
  intro: [
    'It was a plugin, and this is a server that OpenCode connects to: `memory-bridge setup opencode` does that.',
    '',
    '- **Scopes** are categories here: what was `scope: convention` is `category: convention`. `scope` means something else:',
    '  for whom a memory is (project, session or global).',
    '- **Ids** are texts, such as `4f0c9a1b2d`, and no numbers. An old number is still found by `get_memory`, once it has been imported.',
    '- **Every project** is in one store, told apart by its git remote, or by its folder where there is none.',
  ],
  moving: [
    '```sh',
    'memory-bridge import ~/.local/share/opencode/memory --dry-run   # what would become of it',
    'memory-bridge import ~/.local/share/opencode/memory',
    'memory-bridge setup opencode --switch-off-others                # its plugin in OpenCode, with a diff and an undo',
    '```',
    '',
    'It reads `memory.db` of every version, and `ocm-mem export` as JSON or Markdown. Its successor, opencode-forge, has no memories and',
    'reads none.',
    '',
    '| there | here |',
    '|---|---|',
    '| scopes `convention`, `decision`, `context` | categories of these names; any other scope is `context`, with the old one in the metadata |',
    '| the project, a hash of its root commit | the folder that OpenCode knows it by, where its database is on this machine, else the hash as an alias |',
    '| memories outside of projects | memories for all projects |',
    '| file, counts and dates | source, how often and when it was recalled, and the dates, to the millisecond |',
    '| values, plans, findings of reviews and states of loops | values under the same keys (`memory-bridge kv list`), which end when they would have |',
    '| values that had ended already, and which it had not cleared away | left out and counted |',
    '| vectors | made anew |',
    '',
    'A Markdown export knows no project, no file and no time of day. A text in it that quotes headings stays one memory, because the export says how',
    'many there are.',
  ],
  rows: {
    tool: {
      'memory-read': {
        verb: 'recall',
        arguments: { scope },
        with: { query: 'which database' },
        note: 'without a `query`: `list_memories`',
      },
      'memory-write': { verb: 'remember', arguments: { scope } },
      'memory-edit': {
        verb: 'edit_memory',
        arguments: { id: 'memory_id', scope },
        optional: ['content'],
      },
      'memory-delete': { verb: 'delete_memory', arguments: { id: 'memory_id' } },
      'memory-health': {
        argument: 'action',
        words: {
          check: { verb: 'memory_status' },
          reindex: { command: 'reindex' },
          upgrade: { command: 'upgrade' },
          reload: { not: 'settings and new versions are taken up while the server runs' },
        },
      },
      'memory-plan-execute': opencode,
      'memory-loop': loops,
      'memory-loop-cancel': loops,
      'memory-loop-status': {
        ...loops,
        meanwhile: '`loop` with the action `status` shows loops that are kept',
      },
      'memory-kv-set': { verb: 'kv_set', note: 'or `memory-bridge kv set`' },
      'memory-kv-get': { verb: 'kv_get' },
      'memory-kv-list': { verb: 'kv_list' },
      'memory-kv-delete': { verb: 'kv_delete' },
      glob: loops,
      grep: loops,
    },
    cli: {
      'ocm-mem': { command: '', note: 'without a command: the help' },
      'ocm-mem export': {
        command: 'export',
        arguments: {
          ...common,
          '--scope|-s': { by: '`--category <category>`' },
          '--limit|-l': { by: '`--limit <count>`; all of them when it is left out' },
          '--project|-p': { by: '`--project <id>`; all of them when it is left out' },
          '--format|-f': { by: '`--format json|markdown`' },
          '--output|-o': { by: '`--output <file>`; `-` is standard output' },
        },
      },
      'ocm-mem import': {
        command: 'import',
        arguments: {
          ...common,
          file: { by: '`<path>`' },
          '--format|-f': { by: '`--from <system>`, where it cannot be told' },
          '--force': { by: '`--duplicates keep-both`' },
          '--project|-p': { by: '`--project <id>`' },
        },
      },
      'ocm-mem list': { command: 'project list', arguments: common },
      'ocm-mem stats': { command: 'stats', arguments: common },
      'ocm-mem cleanup': {
        command: 'cleanup',
        arguments: {
          ...common,
          '--scope': { by: '`--category <category>`' },
          '--vec-workers': { not: 'there are no workers for vectors' },
        },
      },
      'ocm-mem upgrade': { command: 'upgrade' },
      'ocm-mem status': loops,
      'ocm-mem cancel': loops,
      'ocm-mem restart': loops,
    },
    endpoint: {},
    skill: {
      '/loop': loops,
      '/cancel-loop': loops,
      '/memory-loop': loops,
      '/memory-loop-status': loops,
      '/memory-loop-cancel': loops,
      '/review': opencode,
      'agent code': opencode,
      'agent architect': opencode,
      'agent librarian': later('any agent with the tools of the memory'),
      'agent auditor': opencode,
    },
    hook: {
      config: opencode,
      tool: later('the tools come from the server, over MCP'),
      'chat.message': { not: 'it wrote a line of log and did nothing else' },
      event: opencode,
      'tool.execute.before': loops,
      'tool.execute.after': opencode,
      'permission.ask': loops,
      'experimental.session.compacting': later('`get_boot_context` at the start of the next session'),
      'experimental.chat.messages.transform': later('`get_proactive_context`, when the agent asks'),
      'tui: sidebar + command memory.loops.show': opencode,
    },
  },
  others: [
    'From 0.1 on it has plans and reviews in files instead of values (`plan-write`, `plan-edit`, `plan-read`, `review-write`, ' +
      '`review-read`, `review-delete`, `plan-execute`): not yet, with the plugin for OpenCode. `kv_set` keeps such a text until then.',
  ],
};

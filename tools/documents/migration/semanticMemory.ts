import type { Argument, Peer, Row } from './row.ts';

const category: Argument = {
  words: { achievement: 'event', boot_gate: 'directive', goal: 'plan' },
};
const onePerson = { not: 'a memory is that of one person, and nobody else reads it' } as const;
const noCodeIndex: Row = {
  not: 'a memory has no index of code and no graph of concepts; `recall` with `traverse` and `get_linked_memories` follow links instead',
};
const sameArguments = (verb: string): Row => ({ verb });

/** opencode-semantic-memory. */
export const semanticMemory: Peer = {
  name: 'opencode-semantic-memory',
  version: '0.3.1',
  intro: [
    'Tools have the names that you know, in the toolset `full`: set `memoryBridge.mcp.toolset`, or point the client at',
    '`/mcp/full`. In OpenCode they read `memory_<name>`, as before.',
    '',
    '- **Ids** are texts here, such as `4f0c9a1b2d`, and no numbers. A number of the old store is still found by `get_memory`, once it has',
    '  been imported.',
    '- **Answers** are JSON with a schema, and a text for the model. An error is an error.',
    '- **One process** is enough: there is no daemon and no worker to start. The server runs in an editor window, or as',
    '  `memory-bridge serve`, on port 9834; the old one keeps 9824, so both can run side by side while you move.',
    '- **Deleting** can be undone: `undo` and `restore_memory` bring back what `delete_memory` took.',
  ],
  moving: [
    '```sh',
    'memory-bridge import ~/.local/share/opencode-memory --dry-run   # what would become of it',
    'memory-bridge import ~/.local/share/opencode-memory',
    'memory-bridge setup opencode --switch-off-others                # its entries in OpenCode, with a diff and an undo',
    'memory-bridge doctor                                            # what of it still runs, and what stops that',
    '```',
    '',
    'It reads `memory.db` of every version from 0.3 to 0.68, with its log, while the old server runs or not, and changes nothing of it. A',
    'second import adds nothing. Of the export (`opencode-memory-export.json`) it takes what is in there: no reminders, pins, expiry dates,',
    'archived memories, and not which memory names what. So import the database where you have it.',
    '',
    '| there | here |',
    '|---|---|',
    '| categories “boot_gate”, “goal”, “achievement”, “conversation_summary”, “reminder” | `directive`, `plan`, `event`, `conversation`, `event`; the old name is in the metadata |',
    '| archived memories | archived, with their reason; their project is that of what they are linked to, for the old store forgets it |',
    '| links `extends`; `sequence`, `inferred` | `derived_from`; `related`; the old name is in the metadata |',
    '| links `supersedes` | links, and both memories stay in force: the old system made them of likeness |',
    '| reminders, recurrences, pins, expiry dates, resolved blockers, reviews of procedures | the same |',
    '| provisional memories; those that a remote agent wrote and nobody confirmed | with half the confidence; trusted as texts from elsewhere are |',
    '| `!12`, `#34`, `&5` with what GitLab said of them | references, with title, state, author and labels |',
    '| sessions with a summary, a first prompt or open items; turns that waited to be summed up | conversations; archived ones |',
    '| objectives, efforts | plans; archived once they are over |',
    '| items of the work queue | archived plans, for there is no work queue here: nothing recalls them, and an export has them |',
    '| tier, reinforcement, visibility, owner, and every other column | metadata, under their old names |',
    '| what it wrote about itself: exports that ended, circuit breakers, updates, consolidation reports | left out and counted |',
    '| vectors, indexes, jobs, measurements, tokens, prices | left out; the report says of each field why |',
    '',
    'Notes that it made from whole conversations of OpenCode come along as such. Memory Bridge reads the same conversations itself from then on.',
  ],
  rows: {
    tool: {
      recall: { verb: 'recall', arguments: { category } },
      remember: {
        verb: 'remember',
        arguments: { category, visibility: onePerson, visibility_group: onePerson },
      },
      get_context: sameArguments('get_context'),
      get_active_sessions: sameArguments('get_active_sessions'),
      session_start: { verb: 'session_start', optional: ['session_id'] },
      session_heartbeat: sameArguments('session_heartbeat'),
      session_end: sameArguments('session_end'),
      claim_item: sameArguments('claim_item'),
      release_item: { verb: 'release_item', optional: ['session_id'] },
      get_boot_context: sameArguments('get_boot_context'),
      search_history: { verb: 'search_history', arguments: { category } },
      ingest_file: { verb: 'ingest_file', arguments: { file_path: 'path' } },
      enrich_entity: sameArguments('enrich_entity'),
      resolve_blocker: sameArguments('resolve_blocker'),
      unresolve_blocker: sameArguments('unresolve_blocker'),
      consolidate_memory: {
        verb: 'consolidate_memory',
        note: 'a memory is stale after 90 days where nothing else is said; `get_consolidation` has the report, and a person applies it',
      },
      log_session: sameArguments('log_session'),
      archive_memory: sameArguments('archive_memory'),
      bootstrap_memory: {
        verb: 'bootstrap_memory',
        arguments: { index_code: { not: 'code is not indexed; agents search it themselves' } },
      },
      memory_status: sameArguments('memory_status'),
      get_linked_memories: {
        verb: 'get_linked_memories',
        note: '`extends`, `sequence` and `inferred` links are `related` or `derived_from` here',
      },
      export_memories: {
        verb: 'export_memories',
        arguments: {
          output_path: 'output',
          categories: 'category',
          include_archived: { not: 'what is archived is exported too; category and since say what is not' },
        },
      },
      import_memories: {
        verb: 'import_memories',
        arguments: {
          input_path: 'path',
        },
        note: 'reads `memory.db` and the JSON of this system too',
      },
      bulk_archive: { verb: 'bulk_archive', arguments: { category } },
      delete_memory: {
        verb: 'delete_memory',
        arguments: { also_delete_vector: { not: 'the vectors of a deleted memory are never searched' } },
      },
      edit_memory: {
        verb: 'edit_memory',
        arguments: { recompute_embedding: { not: 'vectors follow every change of the text' } },
      },
      set_reminder: {
        verb: 'set_reminder',
        arguments: {
          queue_item_id: { not: 'there is no work queue' },
          priority: { not: 'what is due longest stands first' },
        },
      },
      clear_reminder: sameArguments('clear_reminder'),
      advance_reminder: sameArguments('advance_reminder'),
      mark_procedure_reviewed: sameArguments('mark_procedure_reviewed'),
      set_review_interval: sameArguments('set_review_interval'),
      effectiveness_report: sameArguments('effectiveness_report'),
      background_report: sameArguments('background_report'),
      graph_aware: noCodeIndex,
      graph_explore: noCodeIndex,
      graph_retrieve: noCodeIndex,
      graph_status: noCodeIndex,
      index_codebase: noCodeIndex,
      extract_concepts: noCodeIndex,
    },
    cli: {
      'python -m opencode_memory.http_server': {
        command: 'serve',
        note: 'or nothing at all: an open editor window serves',
      },
      'python -m opencode_memory.daemon': {
        not: 'a memory server reads conversations itself, and `memory-bridge conversations` shows it',
      },
      'python -m opencode_memory.background_worker': {
        not: 'the server does that work itself, and `memory-bridge jobs` shows it',
      },
      'python -m opencode_memory.cli stats': { command: 'stats' },
      'python -m opencode_memory.cli ingest': {
        command: 'ingest',
        arguments: {
          path: { by: '`<path>`' },
          '--recursive': { by: 'a folder, which is read with all below it' },
        },
      },
      'python -m opencode_memory.cli cleanup': {
        command: 'cleanup',
        note: 'resolved blockers are archived, conversations deleted, after a question, and `undo` brings all of it back',
      },
      'python -m opencode_memory.cli enrich': { command: 'enrich' },
    },
    endpoint: {
      'POST /mcp': {
        by: '`POST /mcp`, and `/mcp/full` with every tool, on port 9834, with the token of the data folder',
      },
      'GET /health': { by: '`GET /health`' },
      'GET /stats': { by: '`GET /stats`' },
      'GET /metrics': { by: '`GET /metrics`, for Prometheus' },
    },
    skill: {},
    hook: {},
  },
  others: [
    'There too: `get_by_id`, `get_ground_truth`, `get_proactive_context`, `create_link`, `session_wrap_up`, `session_continue`. ' +
      'There are no standing sessions: what `session_list_standing` showed is in `get_active_sessions`.',
    'Not here: the work queue (`queue_…`), pipelines, Slack and mail, `workflow` with its actions, objectives and concerns, the search ' +
      'of code and the crawler of GitLab (`spider_…`). They are no part of a memory. Measures of the tools themselves are in `GET /metrics`.',
    'Its commands for back-filling, cron and pruning have no counterpart: migrations and clean-up of vectors happen by themselves.',
  ],
};

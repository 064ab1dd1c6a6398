import type { Argument, Peer, Row } from './row.ts';

const mem0 = { comesWith: 'mem0' } as const;
const opencode = (meanwhile?: string): Row =>
  meanwhile === undefined ? { comesWith: 'opencode' } : { comesWith: 'opencode', meanwhile };
const filters: Argument = {
  not: 'the verb has arguments of its own for what they did: category, scope, project',
};
/** One person's memory; several users and apps are a matter of the server that has them. */
const tenancy: Readonly<Record<string, Argument>> = { user_id: mem0, agent_id: mem0, app_id: 'project' };

/** opencode-mem0-selfhost. */
export const mem0Selfhost: Peer = {
  name: 'opencode-mem0-selfhost',
  version: '0.1.7',
  intro: [
    'It was a plugin for a mem0 server on a machine of yours. Here the memory is on this computer, and no server has to be kept.',
    '',
    '- **What is kept** is what was said: no model takes facts out of it, so `infer` does nothing.',
    '- **Categories** take the place of `metadata.type`: `decision`, `convention`, `preference` (user_preference), `fact` (task_learning,',
    '  environmental), `directive` (anti_pattern).',
    '- **Scopes** have the same names. Here they also hold for deleting: `delete_all_memories` counts first, and wants the count confirmed.',
    '- **Pins** are kept with the memory, by `pin_memory`, and not by a mark in the text.',
    '- **What comes over**: the answer of `GET /memories` in a file, one memory a line or a list, packed or not, and the archive that',
    '  OpenMemory exports. Types become categories, `[PINNED]` a pin, `app_id` (else `agent_id`) a project, `run_id` a session; paused and archived',
    '  ones are archived, deleted ones deleted; every other field is in the metadata. `mem0:1a2b3c4d` goes on being found.',
    '- **A folder with several exports**, of several people or taken one after the other, is imported as a whole: `memory-bridge import FOLDER`',
    '  reads each file in it and in the folders in it once. A memory that stands in several arrives once, as it was last changed. What is',
    '  damaged, or no export, is named, and the others are imported.',
  ],
  rows: {
    tool: {
      add_memory: {
        verb: 'remember',
        arguments: { text: 'content', ...tenancy, infer: { not: 'a memory is kept as it is said' } },
        with: { category: 'fact' },
        note: '`category` has to be said; it was `metadata.type`',
      },
      search_memories: { verb: 'recall', arguments: { top_k: 'limit', ...tenancy, filters } },
      get_memories: { verb: 'list_memories', arguments: { page_size: 'limit', ...tenancy, filters } },
      get_memory: { verb: 'get_memory', arguments: { id: 'ids' } },
      update_memory: {
        verb: 'edit_memory',
        arguments: { id: 'memory_id', text: 'content' },
        note: '`update_memory` is another tool here, which also pins, archives and deletes',
      },
      delete_memory: { verb: 'delete_memory', arguments: { id: 'memory_id' } },
      delete_all_memories: { verb: 'delete_all_memories', arguments: tenancy },
      delete_entities: {
        ...mem0,
        meanwhile: 'entities are what memories name here, and no users',
      },
      list_entities: { ...mem0, meanwhile: 'entities are what memories name here, and no users' },
      get_event_status: mem0,
    },
    cli: {},
    endpoint: {
      'POST /memories': mem0,
      'POST /search': mem0,
      'GET /memories': mem0,
      'GET /memories/{id}': mem0,
      'PUT /memories/{id}': mem0,
      'DELETE /memories/{id}': mem0,
      'GET /entities': mem0,
      'DELETE /entities/{type}/{id}': mem0,
      'GET /openapi.json': mem0,
    },
    skill: {
      'mem0-remember': opencode('`memory-bridge remember`'),
      'mem0-tour': opencode('`memory-bridge list`, and the view Memories in VS Code'),
      'mem0-search': opencode('`memory-bridge recall`'),
      'mem0-status': opencode('`memory-bridge doctor`'),
      'mem0-scope': opencode('`memory-bridge config set defaults.scope global`'),
      'mem0-dream': opencode(),
      'mem0-forget': opencode('`memory-bridge delete`, and `memory-bridge undo`'),
      'mem0-pin': opencode('`memory-bridge pin`'),
      'mem0-context-loader': opencode('`memory-bridge suggest`'),
    },
    hook: {
      config: opencode(),
      'shell.env': opencode(),
      'chat.message': opencode('`get_proactive_context`, when the agent asks'),
      'experimental.chat.messages.transform': opencode('`get_boot_context`, when the agent asks'),
      'tool.execute.before': opencode(),
      'tool.execute.after': opencode(),
      'experimental.session.compacting': opencode('`session_wrap_up` before, `session_continue` after'),
    },
  },
  others: [],
};

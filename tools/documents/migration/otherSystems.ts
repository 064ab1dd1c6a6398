/** Systems whose tools many people know, and that no rows are kept of. */
export const otherSystems: readonly (readonly [name: string, said: string])[] = [
  [
    'mcp-memory-service',
    '`memory_store` is `remember`, `memory_search` is `recall`, `memory_list` is `list_memories`, `memory_detail` is `get_memory`, ' +
      '`memory_update` is `edit_memory`, `memory_delete` is `delete_memory`, `memory_cleanup` is `memory-bridge cleanup`, `memory_graph` ' +
      'is `get_linked_memories`, `memory_health` and `memory_stats` are `memory_status`, `memory_store_session` is `log_session`, ' +
      '`get_bootstrap_profile` is `get_boot_context`. `memory_conflicts` and `memory_resolve` are `create_link` with `contradicts`, and ' +
      '`supersede_memory`, `memory_consolidate` is `consolidate_memory`. Not yet: `memory_ingest`, `memory_harvest`, `memory_distill`. Not here: notes on mistakes ' +
      '(a memory of category `procedure` or `directive` is one) and quarantine (what agents may not decide waits in the Inbox). ' +
      'What comes over: its database `sqlite_vec.db`, of every version, also where its vector module is missing. `memory_type` becomes a ' +
      'category, `proj:` tags a project, connections become links, newer versions supersede older ones, deleted memories are deleted here, and a ' +
      'content hash goes on being found.',
  ],
  [
    'basic-memory',
    '`write_note` is `remember`, `search_notes` and `search` are `recall`, `read_note` and `fetch` are `get_memory`, `edit_note` is ' +
      '`edit_memory`, `delete_note` is `delete_memory`, `recent_activity` is `list_memories`, `build_context` is `get_context`, ' +
      '`list_memory_projects` is `memory-bridge project list`. Not here: notes as files, with folders and schemas (`ls`, `cat`, `grep`, ' +
      '`move_note`, `schema_validate`): memories are in one database, and VS Code opens each as a page. ' +
      'What comes over: the folder of a project. A note is a memory with its text as it stands; front matter becomes title, tags, times and ' +
      'metadata, relations and wiki links become links, and permalinks go on being found. Wiki links are looked up by permalink, title, file name and alias, in whatever case, with a heading or another text in them or without; those to notes that are not there are counted, and kept in the metadata. A tag such as `#2026` in an observation is a tag, and no issue.',
  ],
  [
    'opencode-mcp-memory',
    '`add_memory` and its four kinds are `remember` with a category (`add_semantic_memory`: `fact`, `add_episodic_memory`: `event`, ' +
      '`add_procedural_memory`: `procedure`, `add_working_memory`: `kv_set`), `search_memories` is `recall`, `get_memory_context` is ' +
      '`get_boot_context`, `remember_project_pattern` is `remember` with `convention`, `health_check` is `memory_status`. ' +
      '`cleanup_old_data` is `memory-bridge cleanup`. Not here: `suggest_correct_command`, which looks at shells and at no memory.',
  ],
  [
    'claude-mem',
    '`search` is `recall`, `timeline` is `list_memories`, `get_observations` is `get_memory`, `session_start_context` is ' +
      '`get_boot_context`. Not here: corpora and the outline of code (`smart_outline`, `build_corpus`). ' +
      'What comes over: `claude-mem.db`, of every version. Observations and summaries of sessions become memories, known by their numbers (`1234`, ' +
      '`S12`). Prompts as they were typed, and what tools answered, are counted and left: the transcripts of the agent have them.',
  ],
  [
    '@modelcontextprotocol/server-memory',
    '`create_entities` and `add_observations` are `remember` with `entities`, `create_relations` is `create_link`, `search_nodes` is `recall`, ' +
      '`open_nodes` is `get_context`, `read_graph` is `list_entities` with `list_memories`, `delete_entities` is `delete_entity`, ' +
      '`delete_observations` is `delete_memory`. ' +
      'What comes over: its file (`memory.jsonl`, before `memory.json`), or what `read_graph` answers. An entity is a memory with its ' +
      'observations, known by its name; relations are lines of it and links.',
  ],
];

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SqlValue } from '../../../../src/sqlite/preparedStatement.ts';
import { type Cell, makeStore, schemaOf } from '../../../../dev/transfer/peerSchema.ts';

/**
 * What is said in a place: `text` may have lines, a `line` has none, and a `name` may be that of a file.
 */
export type Say = (place: string, form?: 'text' | 'line' | 'name') => string;

/** Makes a source of a system in a folder of its own in which every place says something; answers where it is. */
export type MakeSource = (folder: string, say: Say, rows: number) => Promise<string>;

const write = (folder: string, name: string, content: string): string => {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
};
const times = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);
const uuid = (number: number, kind = 0): string =>
  `0190${String(kind).padStart(4, '0')}-0000-7000-8000-${String(number).padStart(12, '0')}`;
const at = Date.UTC(2026, 9, 1);

/** Columns of lists and objects, in whichever schema. */
const lists =
  /^(?:tags_list|open_items|claimed_items|binding_refs|boot_context_ids|source_payload|entities|facts|concepts|files_read|files_modified|files_edited|connection_types|derived_from|contradicted_by)$/;
const longTexts =
  /^(?:content|text|narrative|what|why|learned|reason|request|investigated|notes|prompt_text|data)$/;

/** Values by which a row is known as one of its system, and those that lead from one to another. */
const exact: Readonly<Record<string, (row: number) => SqlValue>> = {
  'memories.pinned': () => 1,
  'memories.deleted_at': () => null,
  'memories.expires_at': () => null,
  'archived_memories.expires_at': () => null,
  'project_kv.expires_at': () => 4_000_000_000_000,
  'entities.ref': (row) => `!${row}`,
  'entities.type': () => 'mr',
  'memory_links.source_memory_id': (row) => row,
  'memory_links.target_memory_id': () => 1,
  'memory_sources.memory_item_id': (row) => `item-${row}`,
  'memory_items.id': (row) => `item-${row}`,
  // What was taken over from an earlier table is read there.
  'memory_items.legacy_observation_id': () => null,
  'memory_sources.legacy_id': () => null,
  'project_kv.project_id': () => '1'.repeat(40),
};

/** Columns with the same in them, and what that is. */
const keys: Readonly<Record<string, string>> = {
  'memories.content_hash': 'content hash',
  'memory_graph.source_hash': 'content hash',
  'memory_graph.target_hash': 'content hash',
  'observations.memory_session_id': 'memory session',
  'session_summaries.memory_session_id': 'memory session',
  'sdk_sessions.memory_session_id': 'memory session',
  'projects.id': 'project id',
  'memory_items.project_id': 'project id',
  'server_sessions.id': 'server session',
  'memory_items.server_session_id': 'server session',
};

/** A cell of any of the schemas: numbers and times as they have to be, and whatever is a text says something. */
function saying(say: Say, types: ReadonlyMap<string, string>, system: string): Cell {
  return (table, column, row): SqlValue => {
    const place = `${system} ${table}.${column} ${row}`;
    const known = exact[`${table}.${column}`]?.(row);
    if (known !== undefined) return known;
    // By these one table leads to another.
    const key = keys[`${table}.${column}`];
    if (key !== undefined) return say(`${system} ${key} ${row}`, 'line');
    if (/INT|REAL|BOOL/.test(types.get(`${table}.${column}`) ?? ''))
      return /_at$|epoch/.test(column) ? 1_700_000_000_000 + row : column.endsWith('id') ? row : 1;
    if (/(?:_at|_at_iso|_heartbeat|due_date|valid_from|valid_to)$/.test(column))
      return new Date(at + row * 1000).toISOString();
    if (column === 'metadata') return JSON.stringify({ [say(`${place} name`, 'line')]: say(place) });
    if (lists.test(column)) return JSON.stringify([say(place, 'line')]);
    if (column.endsWith('_path')) return `/srv/${say(place, 'name')}`;
    return say(place, longTexts.test(column) ? 'text' : 'line');
  };
}

const stored =
  (schemaName: string, name: string): MakeSource =>
  async (folder, say, rows) => {
    const schema = schemaOf(schemaName);
    const types = new Map(
      schema.flatMap((table) => table.columns.map((each) => [`${table.name}.${each.name}`, each.type])),
    );
    const file = path.join(folder, name);
    mkdirSync(folder, { recursive: true });
    await makeStore(file, schema, saying(say, types, schemaName), { rows });
    return file;
  };

const mem0: MakeSource = async (folder, say, rows) => {
  const record = (row: number): object => {
    const said = (field: string, form?: 'text' | 'line'): string => say(`mem0 ${field} ${row}`, form);
    return {
      id: `${said('id', 'line')} (${row})`,
      memory: said('memory'),
      metadata: {
        type: said('type', 'line'),
        app_id: said('app_id', 'line'),
        session_id: said('session_id', 'line'),
        source: said('source', 'line'),
        [said('name', 'line')]: { deep: [said('deep')] },
      },
      user_id: said('user_id', 'line'),
      agent_id: said('agent_id', 'line'),
      run_id: said('run_id', 'line'),
      role: said('role', 'line'),
      categories: [said('category', 'line')],
      [said('field', 'line')]: said('value'),
      created_at: '2026-10-01T00:00:00Z',
    };
  };
  return write(folder, 'memories.json', JSON.stringify(times(rows).map(record)));
};

const serverMemory: MakeSource = async (folder, say, rows) => {
  const lines = times(rows).flatMap((row) => {
    const said = (field: string, form?: 'text' | 'line'): string =>
      say(`server-memory ${field} ${row}`, form);
    const name = said('name', 'line');
    return [
      {
        type: 'entity',
        name,
        entityType: said('type', 'line'),
        observations: [said('observation'), said('other observation', 'line')],
        [said('field', 'line')]: said('value', 'line'),
      },
      { type: 'relation', from: name, to: name, relationType: said('relation', 'line') },
      { type: 'relation', from: name, to: said('nobody', 'line'), relationType: 'knows' },
    ];
  });
  return write(folder, 'memory.json', lines.map((line) => JSON.stringify(line)).join('\n'));
};

const basicMemory: MakeSource = async (folder, say, rows) => {
  for (const row of times(rows)) {
    const said = (field: string, form: 'text' | 'line' = 'line'): string =>
      say(`basic-memory ${field} ${row}`, form);
    const quoted = (field: string): string => JSON.stringify(said(field));
    const matter = [
      `title: ${quoted('title')}`,
      `type: ${quoted('type')}`,
      `permalink: ${quoted('permalink')}`,
      `tags: [${quoted('tag')}]`,
      `${quoted('field')}: ${quoted('value')}`,
    ];
    const body = [
      `# ${said('heading')}`,
      said('prose', 'text'),
      '## Observations',
      `- [decision] ${said('observation')} (${said('context')})`,
      '## Relations',
      `- implements [[${said('target')}]]`,
    ];
    const name = say(`basic-memory file ${row}`, 'name');
    write(folder, `notes/${name} (${row}).md`, `---\n${matter.join('\n')}\n---\n\n${body.join('\n\n')}\n`);
  }
  return folder;
};

const managerJson: MakeSource = async (folder, say, rows) => {
  const record = (row: number): object => {
    const said = (field: string, form?: 'text' | 'line'): string => say(`manager-json ${field} ${row}`, form);
    return {
      id: row,
      projectId: said('project', 'line'),
      scope: said('scope', 'line'),
      content: said('content'),
      filePath: said('file', 'line'),
      accessCount: 1,
      lastAccessedAt: null,
      createdAt: at,
      updatedAt: at,
      [said('field', 'line')]: said('value'),
    };
  };
  return write(folder, 'out.json', JSON.stringify(times(rows).map(record)));
};

const managerMarkdown: MakeSource = async (folder, say, rows) => {
  const sections = times(rows).map(
    (row) => `### [${row}] - Created 2026-01-02\n\n${say(`manager-markdown content ${row}`)}`,
  );
  const head = '# Memory Export\n\nExported on 2026-11-30\n\n';
  return write(folder, 'out.md', `${head}## Decisions (${rows})\n\n${sections.join('\n\n')}\n`);
};

const openCodeMemoryJson: MakeSource = async (folder, say, rows) => {
  const said = (field: string, row: number, form?: 'text' | 'line'): string =>
    say(`opencode-memory-json ${field} ${row}`, form);
  const all = {
    version: '1.0',
    exported_at: '2026-11-30',
    filters: {},
    memories: times(rows).map((row) => ({
      id: row,
      category: said('category', row, 'line'),
      project: said('project', row, 'line'),
      content: said('content', row),
      what: said('what', row),
      why: said('why', row),
      learned: said('learned', row),
      created_at: '2026-10-01T00:00:00Z',
      entities: [said('named', row, 'line')],
      [said('field', row, 'line')]: said('value', row),
    })),
    entities: times(rows).map((row) => ({
      id: row,
      type: 'mr',
      ref: `!${row}`,
      project: 'group/project',
      title: said('title', row, 'line'),
      metadata: JSON.stringify({ [said('entity field', row, 'line')]: said('entity value', row) }),
    })),
    links: times(rows).map((row) => ({
      source_memory_id: row,
      target_memory_id: 1,
      link_type: said('link', row, 'line'),
      reason: said('reason', row),
    })),
  };
  return write(folder, 'export.json', JSON.stringify(all));
};

/** A memory of an export of ours in which each text says something. */
function ownMemory(say: Say, row: number): Record<string, unknown> {
  const said = (field: string, form?: 'text' | 'line' | 'name'): string =>
    say(`memory-bridge memory.${field} ${row}`, form);
  const memory = {
    id: uuid(row),
    category: 'decision',
    scope: 'project',
    project: said('project', 'line'),
    session: said('session', 'line'),
    title: said('title', 'line'),
    content: said('content'),
    what: said('what'),
    why: said('why'),
    learned: said('learned'),
    entities: [said('entity', 'line')],
    anchors: [{ path: said('anchor', 'name'), startLine: 1, endLine: 2, contentHash: said('hash', 'line') }],
    tags: [said('tag', 'line')],
    source: { kind: 'agent', ref: said('source', 'line'), actor: said('source actor', 'line') },
    trust: 'user',
    createdAt: at,
    updatedAt: at,
    evidence: [
      {
        kind: 'file',
        says: 'stated',
        ref: said('evidence', 'line'),
        place: said('place', 'line'),
        excerpt: said('excerpt'),
        files: [said('evidence file', 'line')],
      },
    ],
    links: [{ kind: 'related', to: uuid(1), reason: said('reason') }],
    metadata: { [said('metadata name', 'line')]: { deep: [said('metadata value')] } },
  };
  const change = {
    id: uuid(row, 1),
    groupId: uuid(row, 2),
    action: 'edit',
    actor: { kind: 'agent', name: said('actor', 'line') },
    at,
    before: { ...memory, content: said('before'), title: said('title before', 'line') },
    revision: 2,
    undoneBy: null,
  };
  const origin = { system: 'mem0', place: said('origin place', 'line'), ref: said('origin ref', 'line'), at };
  const turn = { key: said('turn key', 'line'), speaker: 'user', saidAt: at, content: said('turn') };
  return { ...memory, revision: 2, origins: [origin], history: [change], turns: [turn] };
}

const ownJson: MakeSource = async (folder, say, rows) => {
  const said = (field: string, row: number, form: 'text' | 'line' = 'line'): string =>
    say(`memory-bridge ${field} ${row}`, form);
  const all = times(rows);
  const sections = {
    projects: all.map((row) => ({
      id: said('project', row),
      name: said('project name', row),
      root: `/srv/${said('root', row)}`,
      mode: null,
      modeUntil: null,
      modeSince: null,
    })),
    sessions: all.map((row) => ({
      id: said('session', row),
      project: said('session project', row),
      agent: said('agent', row),
      title: said('session title', row),
      state: 'ended',
      startedAt: at,
      heartbeatAt: at,
      endedAt: at,
      summary: said('summary', row, 'text'),
      done: [said('done', row)],
      open: [said('open', row)],
      next: said('next', row),
      held: [said('held', row)],
      wrappedAt: at,
      continues: null,
      metadata: { [said('session field', row)]: said('session value', row) },
    })),
    claims: all.map((row) => ({
      resource: said('resource', row),
      project: '',
      session: said('session', row),
      note: said('note', row),
      claimedAt: at,
    })),
    values: all.map((row) => ({
      space: 'values:example.org/app',
      key: said('key', row),
      value: { [said('value name', row)]: said('value', row, 'text') },
      expiresAt: null,
      updatedAt: at,
    })),
    entities: all.map((row) => ({
      reference: `gitlab.com/group/app!${row}`,
      kind: 'mr',
      project: 'gitlab.com/group/app',
      title: said('entity title', row),
      state: said('entity state', row),
      author: said('entity author', row),
      url: `https://gitlab.com/${said('entity url', row)}`,
      labels: [said('label', row)],
      outcome: 'found',
      etag: said('etag', row),
      fetchedAt: at,
      triedAt: at,
    })),
    memories: all.map((row) => ownMemory(say, row)),
  };
  const file = {
    format: 'memory-bridge',
    version: 1,
    holds: { [said('holds', 1)]: said('held by', 1) },
    ...sections,
  };
  return write(folder, 'backup.json', JSON.stringify(file));
};

const ownMarkdown: MakeSource = async (folder, say, rows) => {
  const part = (row: number): string => {
    const said = (field: string, form: 'text' | 'line' = 'line'): string =>
      say(`memory-bridge-markdown ${field} ${row}`, form);
    const kept = {
      id: uuid(row, 9),
      category: 'decision',
      createdAt: at,
      tags: [said('tag')],
      metadata: { [said('name')]: said('value') },
    };
    return [
      `## ${said('heading')}`,
      '',
      `*${said('facts')}*`,
      '',
      `<!-- memory ${JSON.stringify(kept)} -->`,
      said('content', 'text'),
      '<!-- why -->',
      `**Why:** ${said('why', 'text')}`,
      '<!-- end -->',
      '',
    ].join('\n');
  };
  const head = '---\nformat: memory-bridge\nversion: 1\nholds: {}\n---\n\n# Memories\n';
  return write(folder, 'backup.md', `${head}${times(rows).map(part).join('\n')}`);
};

/** Sources by the system of the importer that reads them. */
export const peerSources: Readonly<Record<string, readonly MakeSource[]>> = {
  'memory-bridge': [ownJson],
  'memory-bridge-markdown': [ownMarkdown],
  'opencode-memory': [
    stored('opencode-semantic-memory-0.3.1', 'memory.db'),
    stored('opencode-semantic-memory-0.68.0', 'memory.db'),
    openCodeMemoryJson,
  ],
  'opencode-manager': [stored('opencode-manager-memory', 'memory.db'), managerJson, managerMarkdown],
  'mcp-memory-service': [stored('mcp-memory-service-12.4.0', 'sqlite_vec.db')],
  'claude-mem': [stored('claude-mem-13.25.3', 'claude-mem.db')],
  mem0: [mem0],
  'server-memory': [serverMemory],
  'basic-memory': [basicMemory],
};

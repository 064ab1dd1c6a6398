import type { Fate } from '../foreignTables.ts';

const because = (reason: string): Fate => ({ because: reason });
const vectors = because('vectors, which are made here anew');
const same = because('the same moment once more');
const rowId = because('the id of a row; people know the hash');

/** Columns of the tables whose rows become memories and links. What is not named goes into the metadata. */
const fields: Readonly<Record<string, Readonly<Record<string, Fate>>>> = {
  memories: {
    id: rowId,
    content_hash: 'ref',
    content: 'content',
    tags: 'tags; of proj: the project, of agent: source.actor',
    memory_type: 'category and metadata.memory_type',
    metadata:
      'metadata; of it access_count is recallCount, last_accessed_at lastRecalledAt, session_id session, agent_id source.actor',
    created_at: 'createdAt',
    updated_at: 'updatedAt',
    created_at_iso: same,
    updated_at_iso: same,
    deleted_at: 'deletedAt',
    superseded_by: 'supersededBy and status',
    confidence: 'confidence',
    last_accessed: 'lastRecalledAt',
    embedding_pending: vectors,
    store: 'metadata.store',
  },
  memory_graph: {
    source_hash: 'links',
    target_hash: 'links.to',
    similarity: 'links.strength',
    relationship_type: 'links.kind and links.reason',
    connection_types: 'links.reason',
    created_at: 'links.at',
    metadata: 'metadata.memory_graph',
  },
  beliefs: {
    id: rowId,
    belief_hash: 'ref',
    content: 'content',
    confidence: 'confidence',
    status: 'status',
    created_at: 'createdAt',
    updated_at: 'updatedAt',
    derived_from: 'links',
    contradicted_by: 'links',
    metadata: 'metadata',
  },
};

const left: Readonly<Record<string, string>> = {
  metadata: 'settings of its database',
  migration_registry: 'which versions its database went through',
  sync_events: 'what was to be told to other machines',
  sync_cursor: 'how far other machines were read',
  push_cursor: 'how far other machines were told',
  consolidation_runs: 'when it last tidied up',
};

/** What becomes of a field of the database. */
export function memoryServiceFate(table: string, column: string): Fate {
  if (column === '*') return because('an index, which is made here anew');
  const known = fields[table];
  if (known) return known[column] ?? `metadata.${column}`;
  if (table.startsWith('oauth_')) return because('keys of clients of its server');
  if (table.startsWith('memory_embeddings')) return vectors;
  return because(left[table] ?? 'a table of a version that is not known here');
}

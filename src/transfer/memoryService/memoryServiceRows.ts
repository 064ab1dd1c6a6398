import type { RelationKind } from '../../core/memory/memoryLink.ts';
import type { Status } from '../../core/memory/memory.ts';
import { isRecord } from '../../core/isRecord.ts';
import type { Row } from '../../sqlite/preparedStatement.ts';
import { categoryNamed } from '../categoryNames.ts';
import { jsonIn, numberIn, textIn, timeIn } from '../foreignTables.ts';
import type { Incoming, IncomingLink, IncomingMemory } from '../incoming.ts';
import { listIn, shareIn } from '../said.ts';

const noText: Pick<Incoming, 'kind'> & { readonly reason: string } = {
  kind: 'left',
  reason: 'memories without a text',
};

/** Columns with a field of ours; every other one goes into the metadata. */
const homes = new Set(
  (
    'row_number id content_hash content tags memory_type metadata created_at updated_at created_at_iso updated_at_iso ' +
    'deleted_at superseded_by confidence last_accessed embedding_pending store'
  ).split(' '),
);
/** Of a memory that nobody has said more about: the store it is in, and its first version. */
const initial: Readonly<Record<string, unknown>> = { store: 'default', version: 1 };
/** The tag of what has none. */
const noTags = 'untagged';

/** One row of `memories`; `edges` are those of `memory_graph` that leave it. */
export function memoryOf(row: Row, edges: readonly Row[]): Incoming {
  const ref = String(row['content_hash']);
  const content = textIn(row['content']);
  if (content === undefined) return { ...noText, kind: 'left', ref };
  const tags = tagsIn(row['tags']);
  if (isCounter(content, tags))
    return { kind: 'left', ref, reason: 'notes of the system about its own state', links: edges.length };
  const said = jsonIn(row['metadata']);
  const more = isRecord(said) ? { ...said } : said === undefined || said === '' ? {} : { metadata: said };
  const type = textIn(row['memory_type']);
  const category = categoryNamed(type) ?? 'fact';
  const project = tagged(tags, 'proj:') ?? tagged(tags, 'project:');
  const supersededBy = textIn(row['superseded_by']);
  return {
    kind: 'memory',
    ref,
    category,
    scope: project === undefined ? 'global' : 'project',
    ...(project === undefined ? {} : { project: { name: project } }),
    content,
    tags,
    ...writerOf(more, tags),
    confidence: shareIn(row['confidence']),
    ...(supersededBy === undefined ? {} : { status: 'superseded', supersededBy }),
    createdAt: timeIn(row['created_at']) ?? timeIn(row['created_at_iso']),
    updatedAt: timeIn(row['updated_at']) ?? timeIn(row['updated_at_iso']),
    deletedAt: timeIn(row['deleted_at']),
    lastRecalledAt: timeIn(taken(more, 'last_accessed_at')) ?? timeIn(row['last_accessed']),
    recallCount: numberIn(taken(more, 'access_count')),
    links: edges.map(linkOf),
    metadata: metadataOf(row, more, { edges, type: type === category ? undefined : type, supersededBy }),
  };
}

/** How many sessions an agent had, which it keeps as a memory. */
const isCounter = (content: string, tags: readonly string[]): boolean =>
  tags.includes('session-counter') && /^__session_counter_\S{1,200}$/.test(content);

function writerOf(more: Record<string, unknown>, tags: readonly string[]): Partial<IncomingMemory> {
  const session = textIn(taken(more, 'session_id'));
  const actor = textIn(taken(more, 'agent_id')) ?? tagged(tags, 'agent:');
  const isOutside = more['source_type'] === 'web' || more['source_type'] === 'api';
  return {
    ...(session === undefined ? {} : { session }),
    ...(actor === undefined ? {} : { source: { kind: 'agent', actor } }),
    ...(isOutside ? { trust: 'external' } : {}),
  };
}

function metadataOf(
  row: Row,
  more: Record<string, unknown>,
  {
    edges,
    type,
    supersededBy,
  }: {
    readonly edges: readonly Row[];
    readonly type: string | undefined;
    readonly supersededBy: string | undefined;
  },
): Record<string, unknown> {
  // It is written into both places.
  if (more['superseded_by'] === supersededBy) delete more['superseded_by'];
  const columns = Object.entries(row).filter(
    ([name, value]) => (!homes.has(name) || name === 'store') && value !== null && value !== initial[name],
  );
  const said = edges
    .map((edge) => ({ to: edge['target_hash'], metadata: jsonIn(edge['metadata']) }))
    .filter(({ metadata }) => metadata !== undefined && JSON.stringify(metadata) !== '{}');
  return {
    ...Object.fromEntries(columns),
    ...(type === undefined ? {} : { memory_type: type }),
    ...more,
    ...(said.length > 0 ? { memory_graph: said } : {}),
  };
}

const kinds: Readonly<Record<string, RelationKind>> = {
  related: 'related',
  contradicts: 'contradicts',
  shares_entity: 'same_entity',
  derived_from: 'derived_from',
  supersedes: 'supersedes',
};

function linkOf(edge: Row): IncomingLink {
  const type = textIn(edge['relationship_type']) ?? 'related';
  const types = listIn(jsonIn(edge['connection_types']))?.filter((each) => each !== type) ?? [];
  const reason = [...(kinds[type] === undefined ? [type] : []), ...types].join(', ');
  return {
    kind: kinds[type] ?? 'related',
    to: String(edge['target_hash']),
    strength: shareIn(edge['similarity']),
    ...(reason === '' ? {} : { reason }),
    at: timeIn(edge['created_at']),
  };
}

const beliefStatuses: Readonly<Record<string, Status>> = {
  candidate: 'candidate',
  superseded: 'superseded',
};

/** One row of `beliefs`: what the system concluded by itself from several memories. */
export function beliefOf(row: Row): Incoming {
  const ref = String(row['belief_hash']);
  const content = textIn(row['content']);
  if (content === undefined) return { ...noText, kind: 'left', ref };
  const metadata = jsonIn(row['metadata']);
  const status = textIn(row['status']);
  const links = (column: string, kind: RelationKind): IncomingLink[] =>
    (listIn(jsonIn(row[column])) ?? []).map((to) => ({ kind, to }));
  return {
    kind: 'memory',
    ref,
    category: 'fact',
    scope: 'global',
    content,
    tags: ['belief'],
    confidence: shareIn(row['confidence']),
    status: beliefStatuses[status ?? ''] ?? 'active',
    createdAt: timeIn(row['created_at']),
    updatedAt: timeIn(row['updated_at']),
    links: [...links('derived_from', 'derived_from'), ...links('contradicted_by', 'contradicts')],
    metadata: {
      ...(status === undefined || status === 'active' || status in beliefStatuses ? {} : { status }),
      ...(isRecord(metadata) ? metadata : {}),
    },
  };
}

/** With commas between them, or as a list in some early versions. */
function tagsIn(value: unknown): string[] {
  const text = textIn(value);
  if (text === undefined) return [];
  const list = text.startsWith('[') ? jsonIn(text) : text;
  return (listIn(list) ?? listIn(text) ?? []).filter((tag) => tag !== noTags);
}

const tagged = (tags: readonly string[], mark: string): string | undefined =>
  textIn(tags.find((tag) => tag.startsWith(mark))?.slice(mark.length));

/** Takes a field out of it. */
function taken(from: Record<string, unknown>, field: string): unknown {
  const value = from[field];
  delete from[field];
  return value;
}

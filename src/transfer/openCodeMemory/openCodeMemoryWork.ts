import type { Row } from '../../sqlite/preparedStatement.ts';
import { jsonIn, numberIn, textIn, timeIn } from '../foreignTables.ts';
import type { Incoming, IncomingMemory } from '../incoming.ts';
import { type ProjectFolders, projectOf } from './openCodeMemoryRows.ts';

/** A table whose rows become memories, though they were none: each keeps all of itself in its metadata. */
export interface WorkTable {
  readonly table: string;
  /** Tables with rows that belong to one of these: their name in the metadata, and the column that says to which. */
  readonly children?: Readonly<Record<string, readonly [name: string, owner: string]>>;
  readonly read: (
    row: Row,
  ) => Pick<IncomingMemory, 'category' | 'content' | 'status'> & Partial<IncomingMemory>;
  /** Columns that have a field of ours. */
  readonly homes: readonly string[];
}

const lines = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join('\n\n');
const told = (name: string, value: unknown): string | undefined => {
  const text = textIn(value);
  return text === undefined ? undefined : `${name}: ${text}`;
};
const archived = (archiveReason: string) => ({ status: 'archived' as const, archiveReason });
const noQueue = 'It was an item of a work queue, and there is none here.';

const queueItem = (row: Row) => ({
  category: 'plan' as const,
  title: textIn(row['title']),
  content: lines(
    textIn(row['title']) ?? textIn(row['entity_ref']) ?? '',
    told('Why', row['priority_reason']),
  ),
  ...archived(noQueue),
});

const isOver = (row: Row): boolean =>
  /^(?:succeeded|abandoned|done|cancelled|failed)$/.test(String(row['status']));

/** In this order they are read, behind memories and entities. */
export const workTables: readonly WorkTable[] = [
  {
    table: 'objectives',
    children: {
      objective_attempts: ['attempts', 'objective_id'],
      objective_decision_log: ['decisions', 'objective_id'],
    },
    homes: [],
    read: (row) => ({
      category: 'plan',
      title: textIn(row['goal']),
      content: lines(textIn(row['goal']), told('Reached when', row['success_condition'])),
      ...(isOver(row) ? archived(`It was ${String(row['status'])}.`) : { status: 'active' }),
    }),
  },
  {
    table: 'efforts',
    homes: [],
    read: (row) => ({
      category: 'plan',
      title: textIn(row['title']),
      content: textIn(row['title']) ?? '',
      ...(isOver(row) ? archived(`It was ${String(row['status'])}.`) : { status: 'active' }),
    }),
  },
  {
    table: 'queue_items',
    children: { queue_item_blockers: ['blockers', 'queue_item_id'] },
    homes: [],
    read: queueItem,
  },
  { table: 'archived_queue_items', homes: [], read: queueItem },
  {
    table: 'base_facts',
    homes: ['asserted_at', 'confidence'],
    read: (row) => ({
      category: 'fact',
      content: ['subject', 'predicate', 'object'].map((name) => textIn(row[name]) ?? '').join(' '),
      ...(row['retracted_at'] === null ? { status: 'active' } : archived('It was retracted.')),
      createdAt: timeIn(row['asserted_at']),
      confidence: numberIn(row['confidence']),
      trust: row['source_kind'] === 'untrusted' || row['source_kind'] === 'gitlab' ? 'external' : 'agent',
      links: [
        ...reference('derived_from', row['source_episode_id'], ''),
        ...reference('contradicts', row['contradicts_fact_id'], 'base_facts:'),
      ],
    }),
  },
  {
    table: 'span_turns',
    homes: ['session_id', 'turn_text'],
    read: (row) => ({
      category: 'conversation',
      content: textIn(row['turn_text']) ?? '',
      session: textIn(row['session_id']),
      entities: names(jsonIn(row['entities'])),
      ...archived('It was a turn of a conversation that waited to be summed up.'),
    }),
  },
  {
    table: 'sessions',
    homes: ['started_at', 'title', 'summary', 'first_prompt', 'working_on'],
    read: (row) => ({
      category: 'conversation',
      title: textIn(row['title']),
      content: lines(
        textIn(row['title']),
        told('Began with', row['first_prompt']),
        told('Worked on', row['working_on']),
        textIn(row['summary']),
        listed('Left open', jsonIn(row['open_items'])),
        listed('Had claimed', jsonIn(row['claimed_items'])),
      ),
      status: 'active',
      session: textIn(row['id']),
      createdAt: timeIn(row['started_at']),
      updatedAt: timeIn(row['last_heartbeat']),
      entities: names(jsonIn(row['claimed_items'])),
    }),
  },
];

function reference(kind: 'derived_from' | 'contradicts', id: unknown, prefix: string) {
  const number = numberIn(id);
  return number === undefined ? [] : [{ kind, to: `${prefix}${number}` }];
}

const names = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];

function listed(name: string, value: unknown): string | undefined {
  const items = names(value);
  return items.length === 0 ? undefined : `${name}:\n${items.map((item) => `- ${item}`).join('\n')}`;
}

const everywhere = ['id', 'project', 'created_at', 'updated_at'];
/** Columns with lists and objects in them. */
const json = new Set([
  'metadata',
  'source_payload',
  'open_items',
  'claimed_items',
  'binding_refs',
  'boot_context_ids',
  'entities',
]);

/** A row of a work table with those that belong to it. */
export function workOf(
  { table, read, homes }: WorkTable,
  row: Row,
  children: Readonly<Record<string, readonly Row[]>>,
  folders: ProjectFolders,
): Incoming {
  const ref = `${table}:${String(row['id'])}`;
  const { content, ...found } = read(row);
  if (content.trim() === '') return { kind: 'left', ref, reason: `rows of ${table} without a text` };
  const taken = new Set([...everywhere, ...homes]);
  const metadata: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(row))
    if (!taken.has(column) && value !== null) metadata[column] = json.has(column) ? jsonIn(value) : value;
  for (const [name, rows] of Object.entries(children))
    if (rows.length > 0)
      metadata[name] = rows.map((each) =>
        Object.fromEntries(Object.entries(each).filter(([, value]) => value !== null)),
      );
  const named = projectOf(row['project'], folders);
  const directory = textIn(row['directory'] ?? row['working_directory']);
  const project = directory === undefined ? named : { ...named, folder: named?.folder ?? directory };
  const entity = textIn(row['entity_ref']);
  return {
    kind: 'memory',
    ref,
    scope: project ? 'project' : 'global',
    project,
    trust: 'agent',
    createdAt: timeIn(row['created_at']),
    updatedAt: timeIn(row['updated_at']) ?? timeIn(row['archived_at']),
    ...(entity === undefined ? {} : { entities: [entity] }),
    content,
    ...found,
    metadata: { table, ...metadata },
  };
}
